"""A worklist for a spreadsheet or another program: a line for each finding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sf_audit.model.example import FieldValue
from sf_audit.model.worklist import Correction, Merge, Occasion, Worklist
from sf_audit.report.findings_csv import csv_line
from sf_audit.report.hostile import cell
from sf_audit.report.links import deep_link
from sf_audit.report.worklists.merge_lines import COLUMNS as MERGE_COLUMNS
from sf_audit.report.worklists.merge_lines import merge_lines

COLUMNS = (
    "rule",
    "what_is_wrong",
    "severity",
    "object",
    "id",
    "record",
    "link",
    "part",
    "because",
    "values",
    "suggested",
    "at_stake",
    "currency",
    "first_seen",
    "due",
    "waived_until",
    "record_owner",
    "rules_broken",
    "how_to_fix",
    "key",
)


def worklist_csv(worklist: Worklist, occasion: Occasion) -> Iterator[str]:
    """Lines of a CSV file as those of findings.csv, in the order in which they should be worked through."""
    yield csv_line(COLUMNS)
    for fix in worklist.fixes:
        for record in fix.records:
            yield csv_line(
                (
                    fix.rule,
                    fix.heading,
                    fix.severity.value,
                    record.object,
                    record.id,
                    record.label,
                    deep_link(occasion.org, record.object, record.id) or "",
                    record.part,
                    record.because,
                    _fields(record.values),
                    _fields(record.suggested),
                    record.at_stake,
                    record.currency,
                    record.first_seen,
                    record.due,
                    record.waived_until,
                    record.record_owner,
                    record.broken,
                    fix.fix,
                    record.key,
                )
            )


def merges_csv(merges: Iterable[Merge], occasion: Occasion) -> Iterator[str]:
    """Lines of a CSV file of the duplicates to merge, a line for each record."""
    yield csv_line(MERGE_COLUMNS)
    yield from (csv_line(line.cells) for line in merge_lines(merges, occasion))


def data_loader_csv(field: str, corrections: Iterable[Correction]) -> Iterator[str]:
    """Lines of a CSV file that Data Loader updates one field with: Id and the field.

    A value that a spreadsheet would take for a formula is left out: changed, it would be wrong in the org.
    """
    yield csv_line(("Id", field))
    for correction in corrections:
        if cell(correction.value) == correction.value:
            yield csv_line((correction.id, correction.value))


def _fields(values: Iterable[FieldValue]) -> str:
    return "; ".join(f"{each.field}: {each.value}" for each in values)
