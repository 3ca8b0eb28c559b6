"""Lightning pages that have fields of their own: whether people have to fill the field there ("Dynamic Forms").

To whom a page is shown, in which app and for which record type, is not read: it may enforce a standard.
"""

from __future__ import annotations

from collections.abc import Iterator

from sf_audit.model.enforcement import Mechanism
from sf_audit.standards.stop import Reach, Stop
from sf_audit.standards.subject import Subject

_REQUIRED = "required"


def pages(subject: Subject) -> Iterator[Stop]:
    """A line for each page that requires enough of the fields."""
    for page, fields in subject.facts.pages(subject.object).items():
        required = [field for field in subject.fields if fields.get(field.name) == _REQUIRED]
        if len(required) >= subject.needed:
            says = "requires it; to whom the page is shown was not read"
            yield Stop(Mechanism.PAGE, page, says, Reach.PERHAPS)
