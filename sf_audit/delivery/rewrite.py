"""A stored review in another format: an entry of the chain, where the review lies in its workspace."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from sf_audit.delivery.written import write
from sf_audit.errors import UsageProblem
from sf_audit.model.layout import Layout
from sf_audit.model.review import Review
from sf_audit.snapshot.chain import Chain
from sf_audit.snapshot.chain_entry import Kind
from sf_audit.snapshot.out_files import copy_into


def rewrite(
    review: Review, folder: Path, formats: Sequence[str], chain: Chain | None, *, redact: bool, layout: Layout
) -> None:
    """Write the formats beside the review's other files. Without a chain the folder is a copy, and no evidence."""

    def fill(beside: Path) -> None:
        write(review, beside, formats, redact=redact, layout=layout, findings=folder)

    if chain:
        names = "without names" if redact else "with names"
        reason = f"written again as {', '.join(formats)}, {names} (sf-audit report)"
        with chain.writing() as writer:
            writer.change(Kind.FORMAT, folder, fill, reason=reason)
        return
    try:
        with TemporaryDirectory(dir=folder, prefix=".report-") as made:
            fill(Path(made))
            for path in sorted(Path(made).iterdir()):
                copy_into(path, folder / path.name)
    except OSError as problem:
        raise UsageProblem(f"{folder} cannot be written: {problem.strerror}", hint="Look at its permissions.") from None
