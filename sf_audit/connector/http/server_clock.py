"""What the `Date` header of an answer tells about clocks, and how far it is believed.

Anybody on the way can write that header, so it corrects nothing by more than a few minutes and dates no review. It is
good for one thing: to say that two clocks differ, and which of them is likely wrong.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

#: An assertion is made by the org's clock only where that is no farther from ours than this.
MOST_CORRECTED = timedelta(minutes=5)

#: "Baseline Requirements for TLS Server Certificates" of the CA/Browser Forum, 6.3.2: none is valid for longer. By our
#: clock the certificate of the connection is valid, so a time that is farther away contradicts it.
_LONGEST_CERTIFICATE = timedelta(days=398)


def offset_of(date: str | None, now: datetime) -> timedelta | None:
    """The server's clock minus ours, from a `Date` header ("HTTP Semantics", RFC 9110); None where it is none."""
    if not date:
        return None
    try:
        server = parsedate_to_datetime(date)
        return server - now if server.tzinfo is not None else None
    except (ValueError, TypeError, OverflowError):
        return None


def clock_words(offset: timedelta) -> str:
    """How this machine's clock stands, in words. `offset` is the org's clock minus ours."""
    return f"your clock is {_length(offset)} {'behind' if offset > timedelta() else 'ahead'}"


def disagreement(offset: timedelta, now: datetime) -> tuple[str, str]:
    """What is said, and what to do, where the clocks are too far apart to sign in by either."""
    ours = f"{now.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    theirs = f"{_by_server(now, offset)} UTC"
    if abs(offset) > _LONGEST_CERTIFICATE:
        return (
            f"the answer of the sign-in is dated {theirs}, which cannot be: its certificate is valid at {ours}, "
            "the time of this machine",
            "Compare both with a time server (NTP). If this machine's time is right, look at the gateway or proxy "
            "between it and Salesforce; if not, set it: timedatectl set-ntp true.",
        )
    return (
        f"{clock_words(offset)}: this machine says {ours}, the org {theirs}",
        f"{clock_words(offset).capitalize()}: set it, say by timedatectl set-ntp true. Compare both with a time "
        "server (NTP) first: if this machine's time is right, look at the gateway or proxy between it and Salesforce. "
        f"At most {MOST_CORRECTED.total_seconds() / 60:.0f} minutes are made up for.",
    )


def _by_server(now: datetime, offset: timedelta) -> str:
    try:
        return f"{(now.astimezone(UTC) + offset):%Y-%m-%d %H:%M}"
    except OverflowError:
        return "beyond the year 9999"


def _length(offset: timedelta) -> str:
    """The difference in its largest unit, rounded."""
    seconds = abs(offset).total_seconds()
    if seconds < 2 * 3600:
        return f"{round(seconds / 60)} min"
    if seconds < 48 * 3600:
        return f"{round(seconds / 3600)} hours"
    return f"{round(seconds / 86400):,} days"
