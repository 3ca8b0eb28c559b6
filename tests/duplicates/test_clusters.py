"""Which records belong together: no group through a weak bridge."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

from sf_audit.duplicates.clusters import Pair, clusters, components


def pair(left: int, right: int, weight: float = 20.0, against: float = 0.0) -> Pair:
    return Pair(left, right, weight, against)


def nothing_more(_: Mapping[int, int]) -> list[Pair]:
    return []


def test_pairs_and_triangles_are_groups() -> None:
    links = [pair(1, 2), pair(5, 6), pair(5, 7), pair(6, 7)]

    assert clusters(links, nothing_more) == [(1, 2), (5, 6, 7)]


def test_two_links_of_three_are_enough_where_nothing_speaks_against() -> None:
    assert clusters([pair(1, 2, 30), pair(2, 3, 20)], nothing_more) == [(1, 2, 3)]


def test_a_record_that_is_like_two_persons_makes_no_one_of_them() -> None:
    father_and_son = pair(1, 3, weight=-8, against=-20)

    assert clusters([pair(1, 2, 30), pair(2, 3, 20)], lambda _: [father_and_son]) == [(1, 2)]


def test_a_weak_bridge_does_not_merge_two_groups() -> None:
    left, right = list(combinations((1, 2, 3), 2)), list(combinations((4, 5, 6), 2))
    links = [*(pair(*ids, 30) for ids in (*left, *right)), pair(3, 4, 12)]

    assert clusters(links, nothing_more) == [(1, 2, 3), (4, 5, 6)]


def test_a_chain_is_cut() -> None:
    chain = [pair(number, number + 1, 30 - number) for number in range(1, 8)]

    groups = clusters(chain, nothing_more)

    assert groups == [(1, 2, 3), (4, 5, 6), (7, 8)]


def test_the_order_of_the_pairs_does_not_matter() -> None:
    links = [pair(1, 2, 15), pair(2, 3, 15), pair(3, 4, 15), pair(1, 4, 15), pair(8, 9)]

    assert clusters(links, nothing_more) == clusters(links[::-1], nothing_more) == [(1, 2, 3, 4), (8, 9)]


def test_only_components_of_three_and_more_are_weighed_again() -> None:
    asked: list[Mapping[int, int]] = []

    def complete(components: Mapping[int, int]) -> list[Pair]:
        asked.append(components)
        return []

    clusters([pair(1, 2), pair(7, 8), pair(8, 9)], complete)

    assert asked == [{7: 7, 8: 7, 9: 7}]


def test_components_are_called_by_their_lowest() -> None:
    assert components([(4, 5), (2, 9), (5, 9)]) == {4: 2, 5: 2, 2: 2, 9: 2}


def test_nothing_is_no_group() -> None:
    assert clusters([], nothing_more) == []


def test_nothing_more_is_asked_where_every_pair_is_a_link() -> None:
    def complete(component_of: Mapping[int, int]) -> list[Pair]:
        asked.append(dict(component_of))
        return []

    asked: list[dict[int, int]] = []
    groups = clusters([pair(1, 2), pair(2, 3), pair(1, 3), pair(5, 6), pair(6, 7)], complete)

    assert groups == [(1, 2, 3), (5, 6, 7)]
    assert asked == [{5: 5, 6: 5, 7: 5}]
