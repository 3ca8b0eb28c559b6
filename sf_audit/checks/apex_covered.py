"""Code that no test runs is tried out by the first customer after a release."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from sf_audit.model.counts import count
from sf_audit.model.review import Breach, NotReadable, Reason, Unread, Verdict
from sf_audit.rulebook.rules.check import check
from sf_audit.rulebook.settings.settings import Share, as_written
from sf_audit.snapshot.needs import Need, Source, need
from sf_audit.snapshot.tables import Snapshot

_COVERAGE = "ApexCodeCoverageAggregate"
_CODE = ("ApexClass", "ApexTrigger")


@check("apex_covered")
@dataclass(frozen=True)
class ApexCovered:
    """At least this share of the lines of each Apex class and trigger is run by tests.

    That is what the org remembers of the last runs of each test (“ApexCodeCoverageAggregate” in the “Tooling API”
    guide); no test is run. Test classes have no such lines, so only what the org remembers is judged, and what has no
    line to run is not; the outcome says how many these are. Where it remembers nothing of any of its own code, it is
    not known: run all tests (Setup, Apex Test Execution). Code of managed packages is left out.
    """

    verb: ClassVar[str]
    at_least: Share

    def needs(self) -> Sequence[Need]:
        columns = frozenset(("Id", "ApexClassOrTriggerId", "NumLinesCovered", "NumLinesUncovered"))
        code = (need(name, "Id Name NamespacePrefix") for name in _CODE)
        return [Need(_COVERAGE, columns, source=Source.TOOLING), *code]

    def examine(self, snapshot: Snapshot) -> Verdict:
        own = " UNION ALL ".join(
            f"""SELECT "Id", "Name", '{name}' AS kind FROM "{name}" WHERE coalesce("NamespacePrefix", '') = ''"""
            for name in _CODE
        )
        ((written,),) = snapshot.rows(f"SELECT count(*) FROM ({own})")
        if not written:
            return Verdict(0, 0, proof=f"{' and '.join(_CODE)} were read whole: the org has no Apex of its own")
        rows = snapshot.rows(
            f"""SELECT kind, "Id", "Name", sum(covered)::BIGINT, sum(covered + uncovered)::BIGINT FROM ({own})
            JOIN (SELECT "ApexClassOrTriggerId", coalesce(CAST("NumLinesCovered" AS BIGINT), 0) AS covered,
                         coalesce(CAST("NumLinesUncovered" AS BIGINT), 0) AS uncovered FROM "{_COVERAGE}")
              ON "ApexClassOrTriggerId" = "Id"
            GROUP BY ALL HAVING sum(covered + uncovered) > 0 ORDER BY kind, "Id" """
        )
        if not rows:
            says = "the org remembers no coverage of its Apex"
            raise NotReadable(Unread(Reason.UNSUPPORTED, says, "A run of all tests (Setup, Apex Test Execution)"))
        breaches = tuple(
            Breach(kind, code, f"tests run {covered:,} of {count(lines, 'line')} ({covered / lines:.0%})", label=name)
            for kind, code, name, covered, lines in rows
            if covered < as_written(self.at_least) * lines
        )
        return Verdict(len(rows), len(breaches), breaches, notes=_not_remembered(written - len(rows)))


def _not_remembered(number: int) -> tuple[str, ...]:
    if not number:
        return ()
    code = count(number, "Apex class or trigger", "Apex classes and triggers")
    return (f"{code} of which the org remembers no coverage: test classes, constants, and what no test was run for",)
