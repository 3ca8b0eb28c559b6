"""The nouns of a judgement: from a Breach that a check saw to the Review that people read.

Nothing here decides anything; `sf_audit.review` does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from sf_audit.model.audited_org import ApiUse as ApiUse
from sf_audit.model.audited_org import OrgIdentity as OrgIdentity
from sf_audit.model.changes import Change as Change
from sf_audit.model.changes import LikeForLike, RuleChange, ScoreChange
from sf_audit.model.example import Example
from sf_audit.model.failing_rows import FailingRows as FailingRows
from sf_audit.model.gaming import Gaming
from sf_audit.model.judged_together import JudgedTogether
from sf_audit.model.lifecycle import Lifecycle
from sf_audit.model.limits import Limits
from sf_audit.model.origins import GroupedRecords, Origins
from sf_audit.model.registers import Registers
from sf_audit.model.score import FIRST_FORMULA
from sf_audit.model.score import Coverage as Coverage
from sf_audit.model.score import Score as Score
from sf_audit.model.severity import Severity as Severity
from sf_audit.model.standing import Standing
from sf_audit.model.tally import Tally
from sf_audit.model.timings import Timing
from sf_audit.model.weakened import Weakened


class ReviewStatus(StrEnum):
    """Whether a review may be believed as a whole."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    FAILED = "failed"


class Pillar(StrEnum):
    """The four parts of the monthly CRM health review."""

    DATA_QUALITY = "data_quality"
    ACCESS_POLICY = "access_policy"
    SYSTEM_PERFORMANCE = "system_performance"
    ADOPTION = "adoption"


class Status(StrEnum):
    """What became of one rule. There is no fifth answer, and none of these is a default."""

    KEPT = "kept"
    BROKEN = "broken"
    NOT_CHECKED = "not_checked"
    NOT_APPLICABLE = "not_applicable"


class Reason(StrEnum):
    """Why a rule was not checked."""

    FIELD_NOT_VISIBLE = "field_not_visible"
    OBJECT_NOT_READABLE = "object_not_readable"
    ROWS_HIDDEN = "rows_hidden"
    FEWER_ROWS = "fewer_rows"
    NOT_LOADED = "not_loaded"
    INCOMPLETE = "incomplete"
    STALE_GROUP = "stale_group"
    BUDGET_SPENT = "budget_spent"
    UNSUPPORTED = "unsupported"
    RULE_DOES_NOT_FIT = "rule_does_not_fit"
    CHECK_FAILED = "check_failed"


@dataclass(frozen=True, slots=True)
class Unread:
    """A part of the org that could not be read, and what would change that."""

    reason: Reason
    detail: str
    unlocked_by: str = ""


class NotReadable(Exception):
    """Raised where a check cannot see what it needs; `judge` turns it into “not checked”."""

    def __init__(self, unread: Unread) -> None:
        super().__init__(unread.detail)
        self.unread = unread


@dataclass(frozen=True, slots=True)
class Breach:
    """One subject that does not keep a rule.

    `because` holds counts, dates and API names only: never the text of a field.
    `part` tells apart several breaches of one record, for example the grant path or the field.
    """

    object: str
    id: str
    because: str
    part: str = ""
    record_owner_id: str | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class NewRecords:
    """Of the records that a rule looked at, those created since a day: what comes in now, apart from what is there."""

    since: date
    checked: int
    broken: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check saw: how many subjects it looked at, and which of them do not keep the rule.

    `checked == 0` means that the population was read completely and is empty; `proof` says how
    that is known. A check that could not look raises NotReadable instead. `unread` is set when a part
    could not be looked at and the rest breaks the rule anyway: what was found stands, nothing is fixed. `grouped` are
    the counts of a scan of records by record owner, record type and source, as far as these are known, and `together`
    is what the rules of severity high or critical say of the same records, where this is one of them.
    """

    checked: int
    broken: int
    breaches: tuple[Breach, ...] | FailingRows = ()
    proof: str = ""
    notes: tuple[str, ...] = ()
    unread: Unread | None = None
    new: NewRecords | None = None
    grouped: tuple[GroupedRecords, ...] = field(default=(), compare=False, repr=False)
    together: JudgedTogether | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One rule judged, with everything a reader needs to believe it.

    A broken rule with a `reason` was broken by what could be seen; a part could not be. `title` is the standard,
    `headline` what is wrong where it is broken; empty where it is not, or its rule has no words for that.
    `failing` are the subjects that do not keep it, waived ones included, and `risk_accepted` those of them whose risk
    is accepted. Where this workspace asks for less than the rule's file, `scored_severity` and `scored_at_least` are
    the file's: the score goes by them. `new` counts new records alone, with those that are waived. `poor` is the share
    at which it has no points, and `points` what it counts with in the score: None where it is in no mean, and both in
    documents from before they were written. `verb` is that of its check, and `object` that of the records which it
    judges: empty where it judges none, and both likewise.
    """

    rule: str
    title: str
    pillar: Pillar
    status: Status
    severity: Severity
    owner: str
    partner: str
    why: str
    fix: str
    at_least: float = 1.0
    checked: int = 0
    broken: int = 0
    waived: int = 0
    reason: str = ""
    detail: str = ""
    unlocked_by: str = ""
    accepted_until: date | None = None
    meets: tuple[str, ...] = ()
    queries: tuple[str, ...] = ()
    at_stake: str | None = None
    notes: tuple[str, ...] = ()
    headline: str = ""
    failing: int = 0
    risk_accepted: int = 0
    scored_severity: Severity | None = None
    scored_at_least: float | None = None
    new: NewRecords | None = None
    poor: float | None = None
    points: float | None = None
    verb: str = ""
    object: str = ""

    @property
    def heading(self) -> str:
        """What people read first: what is wrong where the rule is broken and says so, and the standard otherwise."""
        return self.headline or self.title

    @property
    def is_judged(self) -> bool:
        """Whether anybody looked: kept or broken, and neither not checked nor not applicable."""
        return self.status in {Status.KEPT, Status.BROKEN}

    @property
    def share_kept(self) -> float:
        """The part of the subjects looked at that keep the rule, 0 to 1."""
        return 1.0 if not self.checked else 1 - min(self.broken, self.checked) / self.checked


@dataclass(frozen=True, slots=True)
class Point:
    """One earlier review on the trend line; a partial one breaks the line. `open_findings` are of broken rules.

    `score` is by the `formula`; where the review itself was scored by another one, `published` is what it said.
    """

    period: str
    finished: datetime
    status: ReviewStatus
    score: int | None
    checked: int
    total: int
    open_findings: int
    within_tolerance: int = 0
    formula: int = FIRST_FORMULA
    published: int | None = None


@dataclass(frozen=True, slots=True)
class Action:
    """One line of the to-do list: who fixes what by when.

    `points` is what the overall score gains, in tenths, where this rule is kept and all else stays; `points_behind_cap`
    is what it gains besides once no critical rule caps the score. None in documents from before they were written.
    """

    rule: str
    title: str
    severity: Severity
    owner: str
    partner: str
    due: date | None
    findings: int
    fix: str
    points: float | None = None
    points_behind_cap: float | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """The month's judgement. `review.json` is this, one to one, but for `examples`.

    `examples` holds the first rows per rule, for pages that people read; all findings are in
    findings.parquet beside it. `first` says whether no earlier review of the org is stored; None where a
    document does not say. `timings` say how long planning, reading and judging took. `findings` counts
    all of them; None only in documents from before it was written. `origins`, `gaming` and `lifecycle` are None there
    too, or where people switched the first two off; so is `standing`, and `score_change` where there is no score to
    compare with. `limits` are None there too. `registers` is what people declared; None where they declared nothing.
    """

    org: OrgIdentity
    period: str
    started: datetime
    finished: datetime
    status: ReviewStatus
    score: Score
    coverage: Coverage
    api: ApiUse
    snapshot: str
    rules_sha256: str
    outcomes: tuple[Outcome, ...]
    changes: tuple[Change, ...] = ()
    rule_changes: tuple[RuleChange, ...] = ()
    like_for_like: LikeForLike | None = None
    score_change: ScoreChange | None = None
    standing: Standing | None = None
    weakened: tuple[Weakened, ...] = ()
    series: tuple[Point, ...] = ()
    actions: tuple[Action, ...] = ()
    banners: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    auditor: str = ""
    schema_version: int = 1
    tool_version: str = ""
    first: bool | None = None
    findings: Tally | None = None
    origins: Origins | None = None
    gaming: Gaming | None = None
    registers: Registers | None = None
    lifecycle: Lifecycle | None = None
    limits: Limits | None = None
    timings: tuple[Timing, ...] = ()
    examples: Mapping[str, tuple[Example, ...]] = field(default_factory=dict)
