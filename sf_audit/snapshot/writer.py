"""One table on its way into a snapshot: pages are cast, made durable, and only then counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path

import pyarrow as pa
from pydantic import TypeAdapter, ValidationError

from sf_audit.errors import IntegrityBroken
from sf_audit.model.counts import count
from sf_audit.model.review import Reason, Unread
from sf_audit.snapshot import disk, layout, pages
from sf_audit.snapshot.cast import FieldType, cast
from sf_audit.snapshot.id_order import IdOrder
from sf_audit.snapshot.journal import Fact, Journal
from sf_audit.snapshot.manifest import LoadedFrom, PageEntry, TableEntry, sha256
from sf_audit.snapshot.needs import Rows, Source
from sf_audit.snapshot.plain_names import inside, refuse_link

_PAGE = TypeAdapter(PageEntry)
_TABLE = TypeAdapter(TableEntry)

#: What to do where a loader keeps earlier states of records.
_NOT_CURRENT = (
    "Name the column that is true in the current row of a record (active in sources.{name} of sf-audit.yaml), "
    "or let the loader keep one row for each record"
)


class TableWriter:
    """Writes one table. `pages` are the finished ones, `memory` what `remember` was told, in this and
    in the attempt before; `finished` says that the table was already read to its end or refused.
    """

    def __init__(
        self, snapshot: Path, journals: Path, name: str, source: Source, columns: Mapping[str, FieldType]
    ) -> None:
        self.name = name
        self.source = source
        self.columns = dict(columns)
        self.pages: list[PageEntry] = []
        self.memory: dict[str, Fact] = {}
        self._snapshot = snapshot
        self._entry: TableEntry | None = None
        self._order = IdOrder()
        folder = disk.private_folder(refuse_link(inside(snapshot, layout.page_file(name, 0), snapshot).parent))
        beginning = {"table": name, "source": str(source), "columns": {key: asdict(columns[key]) for key in columns}}
        self._journal = Journal(journals / f"{name}.jsonl", beginning)
        self._recall()
        self._remove_all_but_pages(folder)

    @property
    def keys(self) -> frozenset[str]:
        """The keys of the pages that need not be read again."""
        return frozenset(page.key for page in self.pages)

    @property
    def rows(self) -> int:
        """Rows in the finished pages."""
        return sum(page.rows for page in self.pages)

    @property
    def finished(self) -> bool:
        """Whether the table needs no more reading."""
        return self._entry is not None

    @property
    def entry(self) -> TableEntry:
        """What the manifest says of the table; incomplete where nobody finished it."""
        if self._entry is not None:
            return self._entry
        unread = Unread(Reason.INCOMPLETE, f"{self.name} was not read to its end", "Run again")
        return replace(self._blank(), rows=self.rows, pages=tuple(self.pages), unread=unread)

    def page(self, key: str, text: pa.Table, **facts: Fact) -> int:
        """Store one page of text and answer its number of rows. It is durable when this returns.

        `key` names the page to the reader and is used once in a table; `facts` are remembered together
        with the page, for example the locator of the next one. ValueError where the columns are others.
        """
        if key in self.keys:
            raise ValueError(f"{self.name} has the page “{key}” already")
        typed, uncastable = cast(text, self.columns)
        payload = pages.encoded(typed, self.columns)
        file = layout.page_file(self.name, len(self.pages))
        disk.write_whole(self._snapshot / file, payload)
        page = PageEntry(file, key, typed.num_rows, len(payload), sha256(payload), uncastable)
        self._step({"page": _PAGE.dump_python(page, mode="json"), "facts": facts})
        if self._has_ids:
            self._order.saw(self.pages[-1], typed["Id"])
        return page.rows

    def remember(self, **facts: Fact) -> None:
        """Keep small facts for the next attempt: a job's id, the API version, a locator."""
        self._step({"facts": facts})

    def keep(self, first: int) -> None:
        """Drop the pages after the first so many, and keep what was remembered."""
        self._step({"keep": first})
        self._remove_all_but_pages((self._snapshot / layout.page_file(self.name, 0)).parent)

    def restart(self) -> None:
        """Drop the finished pages of this table, and what was remembered."""
        self._journal.restart()
        self._recall()
        self._remove_all_but_pages((self._snapshot / layout.page_file(self.name, 0)).parent)

    def finish(  # noqa: PLR0913 - one call says all that an auditor wants to know of a table
        self,
        *,
        queries: Sequence[str],
        count_before: int | None,
        count_after: int | None,
        unseen: Mapping[str, Unread] | None = None,
        rows_hidden: bool = False,
        covers: frozenset[str] = frozenset(),
        uncovered: Mapping[str, Unread] | None = None,
        notes: Sequence[str] = (),
        unfiltered: bool = False,
        row_filter: Rows | None = None,
        record_count: int | None = None,
        loaded_from: LoadedFrom | None = None,
        unread: Unread | None = None,
    ) -> None:
        """Record the table as read. It is incomplete if `unread` says so, if it has fewer rows than the server
        counted, or if an Id is missing or there twice; a column with values that do not fit is unseen.
        """
        entry = replace(
            self._blank(),
            rows=self.rows,
            pages=tuple(self.pages),
            queries=tuple(queries),
            count_before=count_before,
            count_after=count_after,
            unseen=dict(unseen or {}) | self._uncastable(),
            rows_hidden=rows_hidden,
            covers=tuple(sorted(covers)),
            uncovered=dict(uncovered or {}),
            notes=tuple(notes),
            unfiltered=unfiltered,
            record_count=record_count,
            loaded_from=loaded_from,
            row_filter=None if row_filter is None else tuple(sorted(row_filter, key=repr)),
        )
        self._end(replace(entry, unread=self._wrong(entry, unread)))

    def refuse(self, unread: Unread, *, queries: Sequence[str] = ()) -> None:
        """Record that the table could not be read, and why; pages read before the refusal are dropped."""
        self.restart()
        self._end(replace(self._blank(), queries=tuple(queries), unread=unread))

    def _blank(self) -> TableEntry:
        return TableEntry(self.name, self.source, self.columns)

    def _end(self, entry: TableEntry) -> None:
        self._step({"finished": _TABLE.dump_python(entry, mode="json")})

    def _step(self, step: Mapping[str, object]) -> None:
        self._journal.add(step)
        self._take(step)

    def _take(self, step: Mapping[str, object]) -> None:
        if "page" in step:
            self.pages.append(_PAGE.validate_python(step["page"]))
        if isinstance(kept := step.get("keep"), int):
            del self.pages[kept:]
        facts = step.get("facts")
        if isinstance(facts, dict):
            self.memory.update(facts)
        self._entry = _TABLE.validate_python(step["finished"]) if "finished" in step else None

    def _recall(self) -> None:
        """Take over an earlier attempt, unless one of its pages is not what its journal says."""
        if not self._retold():
            self._journal.restart()
            self.pages, self.memory, self._entry = [], {}, None

    def _retold(self) -> bool:
        """Whether what the journal says makes sense, and its pages are there as it says."""
        self.pages, self.memory, self._entry = [], {}, None
        try:
            for step in self._journal.steps[1:]:
                self._take(step)
        except ValidationError:
            return False
        noted = (*self.pages, *(self._entry.pages if self._entry else ()))
        if not all(layout.is_page_file(page.file, self.name) for page in noted):
            raise IntegrityBroken(
                f"the journal of {self.name} in {self._snapshot.parent} names pages that are not of this table",
                hint="It was edited. Remove that folder and run again.",
            )
        return all(self._is_whole(page) for page in self.pages)

    def _is_whole(self, page: PageEntry) -> bool:
        path = inside(self._snapshot, page.file, "the journal")
        return not path.is_symlink() and path.is_file() and sha256(path.read_bytes()) == page.sha256

    def _remove_all_but_pages(self, folder: Path) -> None:
        known = {self._snapshot / page.file for page in self.pages}
        with disk.said_plainly(folder):
            for path in set(folder.iterdir()) - known:
                path.unlink()

    def _wrong(self, entry: TableEntry, unread: Unread | None) -> Unread | None:
        """Why the table is incomplete. Rows that a loader kept twice are why their number is not that of the org."""
        if entry.loaded_from is not None:
            return self._ambiguous(entry) or unread
        return unread or self._too_few(entry) or self._ambiguous(entry)

    def _uncastable(self) -> dict[str, Unread]:
        counts = {name: sum(page.uncastable.get(name, 0) for page in self.pages) for name in self.columns}
        return {
            name: Unread(
                Reason.INCOMPLETE,
                _not_of_type(misfits, f"{self.name}.{name}", self.columns[name]),
            )
            for name, misfits in counts.items()
            if misfits
        }

    def _too_few(self, entry: TableEntry) -> Unread | None:
        counts = [known for known in (entry.count_before, entry.count_after) if known is not None]
        if not counts or entry.rows >= min(counts):
            return None
        detail = f"{self.name}: {count(entry.rows, 'row was', 'rows were')} read where the org counted {min(counts):,}"
        return Unread(Reason.INCOMPLETE, detail, "Run again")

    @property
    def _has_ids(self) -> bool:
        return self.columns.get("Id", FieldType("")).type == "id"

    def _ambiguous(self, entry: TableEntry) -> Unread | None:
        if not self._has_ids or self._order.proves(self.pages):
            return None
        missing, repeated = pages.identity_problems([self._snapshot / page.file for page in self.pages])
        if not missing and not repeated:
            return None
        detail = f"{self.name}: {count(missing, 'row')} came without an Id, and {repeated:,} with that of another row"
        remedy = _NOT_CURRENT.format(name=self.name) if entry.loaded_from else "Run again"
        return Unread(Reason.INCOMPLETE, detail, remedy)


def _not_of_type(values: int, column: str, field: FieldType) -> str:
    return f"{count(values, 'value')} of {column} {'is' if values == 1 else 'are'} not of its type, {field.type}"
