"""The one door to Splink: how much speaks for and against two records being the same.

Splink writes the SQL and DuckDB runs it, in the connection of the snapshot, which is in memory and cannot reach
anything else. Nothing is estimated: the weights are those of the model.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sf_audit.duplicates.model import Comparison, Model
from sf_audit.duplicates.prepared import Compared

if TYPE_CHECKING:
    from splink import Linker

#: Before anything of two records is known: of 100 records 3 have a duplicate among all others, and the more others
#: there are, the less likely it is any one of them. In a small org it is as in one of this size.
_DUPLICATES, _FEWEST_RECORDS = 0.03, 2_000

_EVERY_PAIR = -1_000.0


@contextmanager
def scored(records: Compared, keys: Sequence[str], at_least: float = _EVERY_PAIR) -> Iterator[str]:
    """A table of the pairs that have one of the keys in common and weigh so much, in bits; it is gone afterwards.

    It has the numbers `unique_id_l` and `unique_id_r`, `match_weight`, and of each comparison `gamma_<name>`, its level
    (-1 where it says nothing), `mw_<name>` and, where frequency counts, `mw_tf_adj_<column>`, both in bits.
    """
    from splink import DuckDBAPI, Linker  # 0.2 s: only where records are compared
    from splink.internals.exceptions import SplinkException

    database = DuckDBAPI(records.connection)
    # Its base class opens another one, which nothing is asked of, and which would stay with its threads.
    super(DuckDBAPI, database).duckdb_con.close()
    try:
        linker = Linker(
            database.register(records.table), _settings(records, keys), log_level=None, validate_settings=False
        )
        _register_frequencies(linker, database, records)
        pairs = linker.inference.predict(threshold_match_weight=at_least)
        yield pairs.physical_name
    except SplinkException as wrapped:
        # It hides what DuckDB says: that somebody pressed Ctrl-C, or that the disk is full.
        raise (wrapped.__cause__ or wrapped) from None
    finally:
        database.delete_tables_created_by_splink_from_db()  # type: ignore[no-untyped-call]


def prior(records: Compared) -> float:
    """How likely two records are the same, before anything of them is known."""
    return 2 * _DUPLICATES / max(records.size, _FEWEST_RECORDS)


def _register_frequencies(linker: Linker, database: Any, records: Compared) -> None:
    for column, table in records.frequencies.items():
        linker.table_management.register_term_frequency_lookup(database.register(table), column)


def _settings(records: Compared, keys: Sequence[str]) -> dict[str, Any]:
    sides = " AND l.side <> r.side" if records.two_sides else ""
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "n",
        "probability_two_random_records_match": prior(records),
        "comparisons": [_comparison(some, records.model) for some in records.model.comparisons],
        "blocking_rules_to_generate_predictions": [f"l.{key} = r.{key}{sides}" for key in keys],
        "retain_matching_columns": True,
        "retain_intermediate_calculation_columns": True,
    }


def _comparison(comparison: Comparison, model: Model) -> dict[str, Any]:
    missing = {"sql_condition": comparison.missing, "label_for_charts": "missing", "is_null_level": True}
    return {
        "output_column_name": comparison.name,
        "comparison_levels": [missing, *(_level(comparison, model, level.name) for level in comparison.levels)],
    }


def _level(comparison: Comparison, model: Model, name: str) -> dict[str, Any]:
    level = next(level for level in comparison.levels if level.name == name)
    m, u = model.chances(comparison.name, name)
    by_frequency = {"tf_adjustment_column": comparison.frequency} if comparison.frequency and name == "same" else {}
    return {
        "sql_condition": level.condition or "ELSE",
        "label_for_charts": name,
        "m_probability": m,
        "u_probability": u,
        **by_frequency,
    }
