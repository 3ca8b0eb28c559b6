"""One query serves many rules: it has every column, and never fewer rows than any of them looks at."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sf_audit.snapshot.needs import Clause, Comparison, Need, Source, merge

fields = st.sampled_from("ABCDEF")
clauses = st.builds(
    Clause,
    fields,
    st.sampled_from([Comparison.IN, Comparison.FILLED, Comparison.AT_LEAST]),
    st.just((1,)) | st.just((2,)),
)
needs = st.builds(
    lambda table, columns, rows, optional, source, of, required: Need(
        table, columns, rows, optional - columns, source, of, required
    ),
    st.sampled_from(["Account", "User"]),
    st.frozensets(fields, max_size=3),
    st.frozensets(clauses, max_size=3),
    st.frozensets(fields, max_size=2),
    st.sampled_from([Source.DATA, Source.TOOLING]),
    st.frozensets(st.sampled_from(["Account", "Lead"]), max_size=2),
    st.booleans(),
)


@given(st.lists(needs, min_size=1, max_size=6))
def test_merged_needs_serve_every_rule(said: list[Need]) -> None:
    merged = {(one.source, one.table): one for one in merge(said)}

    assert merged.keys() == {(one.source, one.table) for one in said}
    for key, one in merged.items():
        asked = [need for need in said if (need.source, need.table) == key]
        assert one.rows == frozenset.intersection(*(need.rows for need in asked))
        assert one.of == frozenset.union(*(need.of for need in asked))
        assert one.required == any(need.required for need in asked)
        assert one.columns.isdisjoint(one.optional)
        for need in asked:
            assert need.columns <= one.columns
            assert need.optional <= one.columns | one.optional
            assert {clause.field for clause in need.rows - one.rows} <= one.columns
            assert need.every_column <= one.every_column


@given(st.lists(needs, min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_rules_does_not_matter(said: list[Need], chance: st.randoms) -> None:  # type: ignore[valid-type]
    shuffled = chance.sample(said, len(said))  # type: ignore[attr-defined]

    assert merge(shuffled) == merge(said)
    assert merge(merge(said)) == merge(said)
