"""The page about the score: its numbers are those of the formula, and its examples are worked out by it."""

from __future__ import annotations

from collections.abc import Iterator

from sf_audit.model.review import Outcome, Pillar, Severity, Status
from sf_audit.model.score import CAP, FORMULA, KEPT_POINTS, MOST_WHEN_BROKEN, POOR_BELOW, WEIGHTS, poor_by_default
from sf_audit.report.score_lines import CAUSES
from sf_audit.report.words import GOOD, percent
from sf_audit.review.formulas import points
from sf_audit.review.score import score
from tools.docs.markdown import made_from

#: Of a rule: the share that it asks for, its own `poor`, how many fail, and of how many.
_RULES = (
    (1.0, None, 0, 1_000),
    (1.0, None, 1, 1_000_000),
    (1.0, None, 100, 1_000),
    (1.0, None, 200, 1_000),
    (0.95, None, 50, 1_000),
    (0.95, None, 51, 1_000),
    (0.95, None, 150, 1_000),
    (0.95, 0.9, 75, 1_000),
    (0.95, 0.5, 200, 1_000),
    (0.1, None, 950, 1_000),
)

#: Of an example review: the severity of each rule, and how many of its thousand records fail.
_REVIEW = ((Severity.CRITICAL, 0), (Severity.HIGH, 100), (Severity.MEDIUM, 50), (Severity.LOW, 500))

_POOR = f"{POOR_BELOW * 100:.0f}"

_BEGINNING = f"""\
{made_from("`sf_audit/model/score.py` and `sf_audit/review/formulas.py`")}

This is version {FORMULA} of the formula. A review says by which one it was scored (`score.formula` in `review.json`).

## The points of a rule

```text
kept      {KEPT_POINTS}
broken    {MOST_WHEN_BROKEN} × (share that keeps it − poor) ÷ (share that it asks for − poor), never below 0
```

`poor` is the share at which a broken rule has no points: {_POOR} points below `at_least`, unless the rule's file says
[`poor`](writing-rules.md#at-which-share-a-rule-has-no-points). Points are rounded down to hundredths, and stand beside
each rule in `review.json` (`outcomes[].points`).

| It asks for | `poor` | Keep it | Points |
|---:|---:|---:|---:|"""

_MEAN = f"""
## The score

The score of a part is the mean of the points of its rules, weighted by severity, and the overall score is the mean of
all rules by the same weights. Scores are rounded down. From {GOOD} a score reads *Good*, from 70 *Watch*, below that
*Act*.

| Severity | Weight |
|---|---:|"""

_CAP = f"""
While a critical rule is broken, the score of its part and the overall score do not exceed **{CAP}**: a clean list of
contacts does not make up for one rogue administrator. The cap stays while a critical rule that was broken when it was
last evaluated is not checked: a finding that is hidden is not mended. The parts without such a rule are not capped.

Rules that were not checked are in no score, and neither are those that do not apply. Where nothing was checked there is
no score: never 100. So a score means little without its **coverage**, how many of the rules that apply were checked,
and the two always stand together. [What does not raise a score](how-it-judges.md#what-does-not-raise-a-score) has what
waivers, overrides and blind spots do to it.

## Beside the score

A mean hides much, so three numbers that need no formula stand beside it (`standing` in `review.json`):

- **Standards kept**, of those that were checked. One that is kept only because findings are waived, or because less is
  asked than its file asks, is not among them.
- **Records that break nothing high or critical**, of each object. Those count, once each, that at least one rule of
  severity high or critical looked at; a record that none of them looks at is in neither number. What is waived counts
  as broken.
- **Open pipeline on such records**: the amounts of open opportunities, of all that such a rule looked at and of those
  that break none. Orgs with several currencies have a line for each: amounts of different ones do not add up.

Where records may be hidden from the auditor user, or `Opportunity`, its `Amount` or its `IsClosed` was not read, the
share is *not known*, with what to grant: never 0 or 100 %. Where only some of these rules were checked, it says of how
many the share speaks.

## What an action gains

Beside each broken rule stands what the overall score gains where that rule is kept and all else stays (`points` in
`actions`), in tenths, rounded down. What the cap holds back is said apart (`points_behind_cap`): `+0 (+2.3)` means that
nothing moves while a critical rule is broken, and 2.3 points come once none is.

## Why a score moved

Beside the change since the review that it is compared with stands what did it (`score_change` in `review.json`). Cause
by cause, in this order, the rules of the earlier review become those of today, and after each the whole score is worked
out, with rounding and cap. So the points of the causes sum to the change, to the point.

| `cause` | In words | What it is |
|---|---|---|"""

_MEANINGS = {
    "formula": "The earlier review was scored by another version of the formula.",
    "rules_removed": "Rules of the earlier review that are gone.",
    "rules_added": "Rules that are new.",
    "rules_tuned": "Rules that ask something else, have another severity, `at_least` or `poor`, or were switched off "
    "or on. Where only these numbers are others, it is what was found then, under the numbers of today.",
    "coverage": "Rules that were evaluated, or applied, in one of the two reviews alone.",
    "risk_accepted": "Critical rules whose risk is accepted in one of the two reviews alone: the cap.",
    "fixed": "Rules that have more points than they had.",
    "new": "Rules that have fewer.",
}

_VERSIONS = f"""
## Versions

| Version | A broken rule has |
|---:|---|
| 1 | {KEPT_POINTS} × the share that keeps it ÷ the share that it asks for |
| {FORMULA} | at most {MOST_WHEN_BROKEN}, as above |

By version 1 a rule that one record in a hundred broke had 99 points, and a review with most of its standards broken
read *Good*.

Reviews that were scored by version 1 are scored again by today's for the line of the months, from the outcomes that
they stored; beside it stands what they said then (`published` in `series`). Where the stored outcomes do not make the
score that the review published, because it counted what an older review had found, it keeps its score and the line
breaks there. Such a score is compared with none of today. A rule that was not kept when a review of version 1 evaluated
it last, and is not checked today, counts with what it has by today's formula.
"""


def score_page() -> Iterator[str]:
    """The lines of docs/score.md."""
    yield from ("# The score", "", _BEGINNING)
    for at_least, poor, failing, of in _RULES:
        yield _example(at_least, poor, failing, of)
    yield _MEAN
    yield from (f"| {severity.value} | {weight} |" for severity, weight in WEIGHTS.items())
    yield from ("", _mean_example(), _CAP)
    yield from (f"| `{cause.value}` | {words} | {_MEANINGS[cause.value]} |" for cause, words in CAUSES.items())
    yield _VERSIONS


def _example(at_least: float, poor: float | None, failing: int, of: int) -> str:
    outcome = _outcome(Severity.LOW, failing, of, at_least, poor)
    none_at = f"{percent(poor_by_default(at_least))}" if poor is None else f"{percent(poor)}, as its file says"
    kept = f"{of - failing:,} of {of:,}"
    return f"| {percent(at_least)} | {none_at} | {kept} | {float(points(outcome)):g} |"


def _mean_example() -> str:
    outcomes = [_outcome(severity, failing, 1_000) for severity, failing in _REVIEW]
    terms = [f"{WEIGHTS[outcome.severity]} × {float(points(outcome)):g}" for outcome in outcomes]
    weights = sum(WEIGHTS[outcome.severity] for outcome in outcomes)
    shown = ", ".join(f"a {outcome.severity.value} one with {float(points(outcome)):g}" for outcome in outcomes)
    made = f"({' + '.join(terms)}) ÷ {weights}"
    return f"Four rules, {shown}, make {made}, which is **{score(outcomes).overall}**."


def _outcome(severity: Severity, failing: int, of: int, at_least: float = 1.0, poor: float | None = None) -> Outcome:
    kept = of - failing >= at_least * of
    return Outcome(
        rule=severity.value,
        title="",
        pillar=Pillar.DATA_QUALITY,
        status=Status.KEPT if kept else Status.BROKEN,
        severity=severity,
        owner="",
        partner="",
        why="",
        fix="",
        at_least=at_least,
        checked=of,
        broken=failing,
        failing=failing,
        poor=poor,
    )
