"""A step of a rule's check. Whatever it raises costs this one rule, and is not the end of a review."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from sf_audit.errors import IntegrityBroken
from sf_audit.model.review import NotReadable, Reason, Unread
from sf_audit.snapshot.outside_causes import reraise_outside_cause

T = TypeVar("T")

REPORT = "Report this as a bug."

log = logging.getLogger(__name__)


def attempt(step: str, work: Callable[[], T]) -> T | Unread:
    """What the step gives, or why it cannot be had: what was not readable, or that the check itself failed.

    A snapshot that is not what was written still ends the run, and so do Ctrl-C and a disk that is full or fails.
    """
    try:
        return work()
    except NotReadable as problem:
        return _as_said(step, problem)
    except IntegrityBroken:
        raise
    except Exception as problem:  # noqa: BLE001 - a check may raise anything, and must not cost the others
        return failed(step, problem)


def _as_said(step: str, problem: NotReadable) -> Unread:
    unread = problem.unread
    texts = (unread.detail, unread.unlocked_by)
    sound = isinstance(unread.reason, Reason) and all(isinstance(text, str) for text in texts)
    return unread if sound else failed(step, problem)


def failed(step: str, problem: Exception) -> Unread:
    """That a check failed at this step. Says where, and not with which message: that may hold a field's value."""
    reraise_outside_cause(problem)
    frames = traceback.extract_tb(problem.__traceback__)
    place = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    log.info("a check failed while %s: %s%s", step, type(problem).__name__, place)
    return Unread(Reason.CHECK_FAILED, f"failed while {step} ({type(problem).__name__}{place})", REPORT)
