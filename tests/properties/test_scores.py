"""A score is bounded, monotone and free of order, and nothing raises it by asking for less, whatever people do."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from sf_audit.model.review import Outcome, Pillar, Score, Severity, Status
from sf_audit.review.actions import gains
from sf_audit.review.formulas import points
from sf_audit.review.score import coverage, is_not_kept, score, scored_rules
from sf_audit.rulebook.rules.rule import keeps

SEVERITIES = list(Severity)
SHARES = st.sampled_from([0.0, 0.1, 0.5, 0.9, 0.95, 1.0])


def judged(outcome: Outcome) -> Outcome:
    """With the status that its open findings and its share give it."""
    status = Status.KEPT if keeps(outcome.at_least, outcome.checked, outcome.broken) else Status.BROKEN
    return replace(outcome, status=status)


@st.composite
def evaluated(draw: st.DrawFn) -> Outcome:
    """A rule that was evaluated: some of its subjects fail, and nothing is waived or overridden."""
    checked = draw(st.integers(1, 30))
    failing = draw(st.integers(0, checked))
    return judged(
        Outcome(
            draw(st.text("abcdefgh", min_size=8, max_size=8)),
            "t",
            draw(st.sampled_from(list(Pillar))),
            Status.KEPT,
            draw(st.sampled_from(SEVERITIES)),
            *("it", "sales_ops", "", ""),
            at_least=draw(SHARES),
            checked=checked,
            broken=failing,
            failing=failing,
        )
    )


@st.composite
def asked_less(draw: st.DrawFn, outcome: Outcome) -> Outcome:
    """The same of the same org where people waive findings and lower share and severity."""
    waived = draw(st.integers(0, outcome.failing))
    severity = draw(st.sampled_from(SEVERITIES[SEVERITIES.index(outcome.severity) :]))
    share = draw(SHARES.filter(lambda share: share <= outcome.at_least))
    return judged(
        replace(
            outcome,
            broken=outcome.failing - waived,
            waived=waived,
            severity=severity,
            at_least=share,
            scored_severity=None if severity is outcome.severity else outcome.severity,
            scored_at_least=None if share == outcome.at_least else outcome.at_least,
        )
    )


REVIEWS = st.lists(evaluated(), min_size=1, max_size=8, unique_by=lambda outcome: outcome.rule)


def numbers(of: Score) -> dict[str, int | None]:
    return {"overall": of.overall, **of.pillars}


@settings(max_examples=300)
@given(st.data(), REVIEWS)
def test_waivers_and_overrides_that_ask_for_less_leave_every_score_as_it_is(
    data: st.DataObject, outcomes: list[Outcome]
) -> None:
    less = [data.draw(asked_less(outcome)) for outcome in outcomes]

    assert score(less) == score(outcomes)
    assert coverage(less) == coverage(outcomes)


@settings(max_examples=300)
@given(st.data(), REVIEWS)
def test_a_rule_that_is_not_checked_any_more_raises_no_score_and_lowers_the_coverage(
    data: st.DataObject, outcomes: list[Outcome]
) -> None:
    hidden = {outcome.rule for outcome in outcomes if data.draw(st.booleans())}
    before = {outcome.rule: points(outcome) for outcome in outcomes if is_not_kept(outcome)}
    now = [
        replace(one, status=Status.NOT_CHECKED, checked=0, broken=0, failing=0) if one.rule in hidden else one
        for one in outcomes
    ]

    was, is_now = numbers(score(outcomes)), numbers(score(now, before))

    assert [name for name, number in is_now.items() if number is not None and number > (was[name] or 0)] == []
    assert coverage(now).checked == coverage(outcomes).checked - len(hidden)


@settings(max_examples=300)
@given(st.data(), REVIEWS)
def test_an_accepted_risk_lifts_the_cap_and_nothing_else(data: st.DataObject, outcomes: list[Outcome]) -> None:
    accepted = [
        judged(replace(one, broken=0, waived=one.failing, risk_accepted=one.failing))
        if data.draw(st.booleans())
        else one
        for one in outcomes
    ]

    was, is_now = score(outcomes), score(accepted)

    assert is_now.capped <= was.capped
    assert is_now == was or was.capped
    critical = [one for one in accepted if one.severity is Severity.CRITICAL and one.status is Status.BROKEN]
    assert is_now.capped is bool(critical)


@settings(max_examples=300)
@given(REVIEWS)
def test_the_cap_is_on_the_whole_and_on_pillars_with_a_critical_rule_that_is_broken(outcomes: list[Outcome]) -> None:
    def is_critical(one: Outcome) -> bool:
        return one.severity is Severity.CRITICAL and one.status is Status.BROKEN

    capped = {one.pillar for one in outcomes if is_critical(one)}
    calm = [one for one in outcomes if one.pillar not in capped]

    found = score(outcomes)

    assert found.capped is bool(capped)
    assert all((found.pillars[pillar] or 0) <= 69 for pillar in capped)
    assert {name: number for name, number in found.pillars.items() if Pillar(name) not in capped} == {
        name: number for name, number in score(calm).pillars.items() if Pillar(name) not in capped
    }


@settings(max_examples=80)
@given(REVIEWS)
def test_a_score_is_bounded_and_every_broken_rule_has_60_points_at_most(outcomes: list[Outcome]) -> None:
    found = score(outcomes)

    assert all(number is None or 0 <= number <= 100 for number in numbers(found).values())
    assert found.overall == 100 or any(points(outcome) < 100 for outcome in outcomes)
    for outcome in outcomes:
        assert 0 <= points(outcome) <= (60 if outcome.status is Status.BROKEN else 100)


@settings(max_examples=80)
@given(st.data(), REVIEWS)
def test_the_order_of_rules_is_of_no_account(data: st.DataObject, outcomes: list[Outcome]) -> None:
    assert score(data.draw(st.permutations(outcomes))) == score(outcomes)


@settings(max_examples=80)
@given(st.data(), REVIEWS)
def test_who_mends_a_record_lowers_no_score(data: st.DataObject, outcomes: list[Outcome]) -> None:
    mended = [
        judged(replace(outcome, broken=fewer, failing=fewer))
        for outcome in outcomes
        for fewer in [data.draw(st.integers(0, outcome.failing))]
    ]

    was, is_now = numbers(score(outcomes)), numbers(score(mended))

    assert [name for name, number in was.items() if (number or 0) > (is_now[name] or 0)] == []
    assert all(points(old) <= points(new) for old, new in zip(outcomes, mended, strict=True))


@settings(max_examples=80)
@given(st.data(), REVIEWS)
def test_a_higher_poor_or_a_higher_share_gives_no_more_points(data: st.DataObject, outcomes: list[Outcome]) -> None:
    for outcome in outcomes:
        first, second = sorted(data.draw(st.lists(st.integers(0, 99), min_size=2, max_size=2)))
        lower, higher = (replace(outcome, at_least=1.0, poor=poor / 100) for poor in (first, second))
        share = data.draw(SHARES)
        milder, stricter = (judged(replace(outcome, at_least=asked)) for asked in sorted((share, outcome.at_least)))

        assert points(judged(higher)) <= points(judged(lower))
        assert points(stricter) <= points(milder)


@settings(max_examples=80)
@given(REVIEWS)
def test_what_was_not_checked_is_never_a_pass(outcomes: list[Outcome]) -> None:
    nothing = [replace(one, status=Status.NOT_CHECKED, checked=0, broken=0, failing=0) for one in outcomes]

    assert set(numbers(score(nothing)).values()) == {None}
    assert coverage(nothing).checked == 0
    assert score([*outcomes, *nothing]) == score(outcomes)


@settings(max_examples=80)
@given(REVIEWS)
def test_an_action_never_promises_more_than_comes(outcomes: list[Outcome]) -> None:
    gained = gains(scored_rules(outcomes))
    for outcome in outcomes:
        gain, behind = gained[outcome.rule]
        mended = [judged(replace(one, broken=0, failing=0)) if one is outcome else one for one in outcomes]
        was, is_now = score(outcomes).overall or 0, score(mended).overall or 0

        assert gain >= 0
        assert behind >= 0
        assert was + gain < is_now + 1
        assert is_now - was <= gain + 1
