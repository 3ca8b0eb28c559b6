"""Waivers, overrides and blind spots that do nothing are said at the top of the review."""

from __future__ import annotations

from datetime import date

from sf_audit.model.review import Verdict
from sf_audit.rulebook.rules.rule import Tables
from sf_audit.rulebook.workspace.config import BlindSpot, Config, Override
from tests.review.months import FAR, HIDDEN, PARTLY, Workspace, breaking, rule, waiver

TODAY, YESTERDAY = date(2026, 3, 16), date(2026, 3, 15)
RECORD = "001000000000001"


def test_what_has_ended_is_named(workspace: Workspace) -> None:
    workspace.config = Config(
        overrides={"quality/a": Override(off=True, reason="r", approved_by="b", until=YESTERDAY)},
        blind_spots=(BlindSpot("quality/b", "r", "b", YESTERDAY),),
    )
    rules = rule(breaking("001A")), rule(HIDDEN, "quality/b")

    review = workspace.review(TODAY, *rules, waivers=[waiver(until=YESTERDAY), waiver(until=YESTERDAY, id="001A")])

    assert review.banners == (
        "sf-audit.yaml: quality/a was switched off until 2026-03-15. It runs again.",
        "sf-audit.yaml: the blind spot quality/b was accepted until 2026-03-15. Nobody accepts it any more.",
        "waivers.yaml: the waiver of quality/a ended on 2026-03-15 and covers nothing.",
        "waivers.yaml: the waiver of quality/a for 001A ended on 2026-03-15 and covers nothing.",
    )


def test_what_holds_until_today_is_not(workspace: Workspace) -> None:
    workspace.config = Config(
        overrides={"quality/c": Override(off=True, reason="r", approved_by="b", until=TODAY)},
        blind_spots=(BlindSpot("quality/b", "r", "b", TODAY),),
    )
    rules = rule(breaking("001A")), rule(HIDDEN, "quality/b"), rule(breaking("001A"), "quality/c")

    assert workspace.review(TODAY, *rules, waivers=[waiver(until=TODAY)]).banners == (
        "quality/b, quality/c were never evaluated, because somebody decided so: the score of 30 leaves them out, and "
        "would be 10 if none of them is kept.",
    )


def test_what_was_renewed_has_not_ended(workspace: Workspace) -> None:
    spots = BlindSpot("quality/b", "r", "b", YESTERDAY), BlindSpot("quality/b", "r", "b", FAR)
    workspace.config = Config(blind_spots=spots)
    waivers = waiver(until=YESTERDAY, id=RECORD), waiver(id=f"{RECORD}AAA")

    review = workspace.review(TODAY, rule(breaking(f"{RECORD}AAA")), rule(HIDDEN, "quality/b"), waivers=waivers)

    assert review.banners == (
        "quality/b was never evaluated, because somebody decided so: the score of 30 leaves it out, and would be 15 if "
        "it is not kept.",
    )


def test_a_waiver_that_fits_no_finding_is_named(workspace: Workspace) -> None:
    waivers = waiver(id="001A", part="Phone"), waiver(id="001B"), waiver(id="001A"), waiver("quality/b")

    review = workspace.review(TODAY, rule(breaking("001A")), rule(Verdict(9, 0), "quality/b"), waivers=waivers)

    assert review.banners == (
        "waivers.yaml: the waiver of quality/a for 001A part Phone fits no finding: mended, or never meant.",
        "waivers.yaml: the waiver of quality/a for 001B fits no finding: mended, or never meant.",
        "waivers.yaml: the waiver of quality/b fits no finding: mended, or never meant.",
    )


def test_of_a_rule_that_was_not_seen_whole_a_waiver_fits_nothing_of_what_was(workspace: Workspace) -> None:
    waivers = waiver(id="001B"), waiver("quality/b", id="001B"), waiver(id="001A")

    review = workspace.review(TODAY, rule(breaking("001A", unread=PARTLY)), rule(HIDDEN, "quality/b"), waivers=waivers)

    assert [banner for banner in review.banners if "waiver" in banner] == [
        "waivers.yaml: the waiver of quality/a for 001B fits nothing of what was looked at: "
        "the rule was evaluated only in part.",
        "waivers.yaml: the waiver of quality/b for 001B covers nothing while the rule is not checked.",
    ]


def test_of_a_rule_that_people_accept_as_not_checked_no_waiver_is_named(workspace: Workspace) -> None:
    workspace.config = Config(blind_spots=(BlindSpot("quality/b", "r", "b", FAR),))

    review = workspace.review(TODAY, rule(HIDDEN, "quality/b"), waivers=[waiver("quality/b", id="001B")])

    assert [banner for banner in review.banners if "waiver" in banner] == []


def test_a_waiver_of_a_user_or_a_record_that_is_not_there_is_named_as_such(workspace: Workspace) -> None:
    users: Tables = {"User": ({"Id": "005000000000001AAA", "IsActive": True},)}
    rules = rule(breaking("001A")), rule(HIDDEN, "quality/b"), rule(breaking("001A", unread=PARTLY), "quality/c")
    waivers = [waiver(name, id="005000000000002") for name in ("quality/a", "quality/b", "quality/c")]
    there = waiver("quality/b", id="005000000000001")

    review = workspace.review(TODAY, *rules, waivers=[*waivers, there], org=users)

    assert [banner for banner in review.banners if "waiver" in banner] == [
        "waivers.yaml: the waiver of quality/a for 005000000000002AAA names a record that this org does not have.",
        "waivers.yaml: the waiver of quality/b for 005000000000001AAA covers nothing while the rule is not checked.",
        "waivers.yaml: the waiver of quality/b for 005000000000002AAA names a record that this org does not have.",
        "waivers.yaml: the waiver of quality/c for 005000000000002AAA names a record that this org does not have.",
    ]


def test_what_is_said_of_rules_that_were_not_chosen_is_left_alone(workspace: Workspace) -> None:
    workspace.config = Config(blind_spots=(BlindSpot("quality/b", "r", "b", YESTERDAY),))

    assert workspace.review(TODAY, rule(breaking("001A")), waivers=[waiver("quality/b")]).banners == ()


def test_a_long_list_is_cut_and_counted(workspace: Workspace) -> None:
    waivers = [waiver(id=f"001{number}") for number in range(12)]

    review = workspace.review(TODAY, rule(breaking("001A")), waivers=waivers)

    assert len(review.banners) == 11
    assert review.banners[-1] == ("More that ended or fits no finding, in waivers.yaml and sf-audit.yaml: 2.")


def test_rules_without_examples_are_not_counted_as_stale_waivers(workspace: Workspace) -> None:
    rules = [rule(breaking("001A"), f"own/quality/a{number:02}") for number in range(12)]

    review = workspace.review(TODAY, *rules)

    assert review.banners[9:] == (
        "own/quality/a09 has no examples: nothing shows that it says what it means.",
        "More rules without examples: 2. See sf-audit rules test own.",
    )


def test_an_own_rule_without_examples_is_judged_and_named(workspace: Workspace) -> None:
    review = workspace.review(TODAY, rule(breaking("001A"), "own/quality/a"))

    assert review.banners == ("own/quality/a has no examples: nothing shows that it says what it means.",)
