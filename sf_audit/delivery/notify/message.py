"""What is sent: a few lines, and the files that belong to them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

#: Bytes of all files of a mail together: larger mails are refused by many servers, or by those who read them.
MOST_ATTACHED = 10_000_000


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of the review, with its media type."""

    path: Path
    media_type: str


@dataclass(frozen=True, slots=True)
class Message:
    """A subject and lines of one line each, in which nothing is markup. `where` is the folder with all files."""

    subject: str
    lines: tuple[str, ...]
    where: Path | None = None
    attachments: tuple[Attachment, ...] = ()

    def text(self, more: tuple[str, ...] = ()) -> str:
        """The body: the lines, `more` of them, and where the files are."""
        place = (f"All of it: {self.where}",) if self.where else ()
        return "\n".join((*self.lines, *more, *place)) + "\n"

    def fitting(self) -> tuple[tuple[Attachment, ...], tuple[str, ...]]:
        """The files that fit into one mail, in their order, and a line for each that does not."""
        fit: list[Attachment] = []
        left_out: list[str] = []
        free = MOST_ATTACHED
        for attachment in self.attachments:
            size = attachment.path.stat().st_size
            if size <= free:
                fit.append(attachment)
                free -= size
            else:
                left_out.append(f"{attachment.path.name} is not attached: {size / 1e6:,.0f} MB are too much for mail.")
        return tuple(fit), tuple(left_out)
