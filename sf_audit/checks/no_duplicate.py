"""One person or company is one record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Literal

from sf_audit.duplicates.ask import NoDuplicate as AskNoDuplicate
from sf_audit.duplicates.certainty import Certainty
from sf_audit.duplicates.subjects import CONTACT, LEAD, SUBJECTS, Subject
from sf_audit.expectations.asks import Ask
from sf_audit.expectations.standard import Standard
from sf_audit.rulebook.rules.check import check
from sf_audit.rulebook.rules.org_scope import in_this_org
from sf_audit.rulebook.rules.other_records import insist_on_parents
from sf_audit.rulebook.rules.records import OfRecords
from sf_audit.rulebook.settings.org_names import ChoosesRecords, ObjectName, When
from sf_audit.snapshot.needs import ALL_ROWS, Filter, Need, need
from sf_audit.snapshot.tables import Snapshot

#: Who has left should own no record that stays, and the org may have rules of its own. Nobody has to see any of it to
#: find duplicates.
_BESIDE = tuple(
    replace(need(table, columns, optional=optional, required=False), said_if_unread=True)
    for table, columns, optional in (
        ("User", "Id IsActive", ""),
        ("DuplicateRule", "Id DeveloperName MasterLabel IsActive SobjectType", "SobjectSubtype"),
        ("MatchingRule", "Id DeveloperName MasterLabel RuleStatus SobjectType BooleanFilter", "SobjectSubtype"),
        ("MatchingRuleItem", "Id MatchingRuleId Field MatchingMethod BlankValueBehavior SortOrder", ""),
    )
)

_NOTHING_TO_COMPARE = "name, or nothing beside it to be compared by,"


@check("no_duplicate")
@dataclass(frozen=True, kw_only=True)
class NoDuplicate(OfRecords):
    """No other record in scope is the same person or company, however it is written.

    `object` is Account, Contact or Lead. With `other`, leads are compared with contacts, or contacts with leads, and
    only the records of `object` are breaches; those of `other` count where they keep `where`, which is written as
    `when`. `at_least` says how sure it must be: `possible` (even odds), `likely` (95 %) or `certain` (99.99 %).

    Names, e-mail addresses, telephone numbers, companies, addresses, web sites and dates of birth are compared in a
    normal form: without case, accents, titles, legal forms, country codes; nicknames and what sounds alike are known.
    What is rare says more than what is common. Some things speak against: another mailbox of the same domain, another
    first name at one address, telephone or mailbox, `Jr.` and `Sr.`, another street, a common parent account. So father
    and son, colleagues with one name, a shared mailbox (`info@`) and branches of a chain are not duplicates.

    All records of a group are breaches. Each says what speaks for and against it, in bits (each doubles the odds), and
    which record is suggested to stay: that with most fields filled, then the oldest. Worklists say from which record
    each group of fields is best taken; the review counts who creates duplicates, and what the org's own rules would
    have caught. Records that have a name alone are not judged. Fields that only add to what is known (MobilePhone, the
    mailing address, Birthdate) may be hidden; the outcome then says so.
    """

    at_least: Literal["possible", "likely", "certain"] = "likely"
    other: ObjectName | None = None
    where: Annotated[When, ChoosesRecords(of="other")] = ALL_ROWS

    def __post_init__(self) -> None:
        if self.object.lower() not in SUBJECTS:
            known = ", ".join(subject.object for subject in SUBJECTS.values())
            raise ValueError(f"duplicates are found among {known}: for records of {self.object} write the verb unique")
        pair = {CONTACT.lower(), LEAD.lower()}
        if self.other is not None and {self.object.lower(), self.other.lower()} != pair:
            raise ValueError("other is for leads and contacts: write object Lead and other Contact, or neither")
        if self.other is None and self.where:
            raise ValueError("where is about the records of other: write other too, or when")

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(sorted(self._subject.required))

    def needs(self) -> Sequence[Need]:
        """What has to be seen of the records, and what is looked at besides where it can be."""
        others = self._ask(self.where).other_tables
        records = [*_with_optional(self._subject, super().needs()), *_with_optional(self._other, others)]
        return [*records, *_BESIDE]

    def standard(self, snapshot: Snapshot) -> Standard:
        standard = super().standard(snapshot)
        return replace(standard, notes=self._notes(snapshot), left_out=_NOTHING_TO_COMPARE)

    def ask(self, snapshot: Snapshot) -> tuple[Ask, str]:
        insist_on_parents(snapshot, self.where)
        where = in_this_org(self.where, self.other, snapshot) if self.other else ALL_ROWS
        ask = replace(self._ask(where), inactive=_inactive(snapshot))
        return ask, f"is the same as another record of {self.other or self.object}"

    def _ask(self, where: Filter) -> AskNoDuplicate:
        return AskNoDuplicate(self._subject, Certainty(self.at_least), self._other, where)

    @property
    def _subject(self) -> Subject:
        return SUBJECTS[self.object.lower()]

    @property
    def _other(self) -> Subject | None:
        return SUBJECTS[self.other.lower()] if self.other else None

    def _notes(self, snapshot: Snapshot) -> tuple[str, ...]:
        """Which fields that could add something cannot be seen."""
        hidden = [
            f"{subject.object}.{name}"
            for subject in filter(None, (self._subject, self._other))
            for name in subject.missed
            if not snapshot.has(subject.object, name)
        ]
        return (f"compared without {', '.join(hidden)}, which cannot be seen",) if hidden else ()


def _inactive(snapshot: Snapshot) -> frozenset[str]:
    """The users who are known to have left."""
    if not snapshot.has("User", "Id", "IsActive"):
        return frozenset()
    rows = snapshot.rows('SELECT "Id" FROM "User" WHERE NOT CAST("IsActive" AS BOOLEAN)')
    return frozenset(row[0] for row in rows)


def _with_optional(subject: Subject | None, needs: Sequence[Need]) -> Sequence[Need]:
    """The needs of which the first is for the records of the subject, with what is looked at where it can be seen."""
    if subject is None:
        return needs
    records, *rest = needs
    wanted = (subject.optional | subject.beside) - records.columns
    return [replace(records, optional=records.optional | wanted), *rest]
