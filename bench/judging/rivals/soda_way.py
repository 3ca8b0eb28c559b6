"""Soda Core on DuckDB: a contract with a check for each standard. It counts what fails and names no record."""

from __future__ import annotations

import json
import os
from collections import defaultdict
from pathlib import Path
from typing import Any

os.environ["SODA_CORE_TELEMETRY_ENABLED"] = "false"

import duckdb
import pyarrow as pa
from pyarrow import parquet
from soda_core.common.yaml import ContractYamlSource
from soda_core.contracts.contract_verification import ContractVerificationSession
from soda_duckdb.common.data_sources.duckdb_data_source import DuckDBDataSourceImpl

from bench.judging.rivals.asked import Asked
from bench.judging.rivals.way import run


def judge(accounts: Path, standards: list[Asked], kept: Path) -> int:
    """Count what fails, and write how many of each standard."""
    with duckdb.connect() as connection:
        connection.execute(f"CREATE VIEW \"Account\" AS SELECT * FROM '{accounts}'")
        source = DuckDBDataSourceImpl.from_existing_cursor(connection, "bench")
        contract = ContractYamlSource.from_str(json.dumps(_contract(standards)))
        session = ContractVerificationSession.execute(contract_yaml_sources=[contract], data_source_impls=[source])
    (result,) = session.contract_verification_results
    counts = {check.check.qualifier: int(check.threshold_value) for check in result.check_results}
    parquet.write_table(pa.table({"standard": list(counts), "failing": list(counts.values())}), kept)
    return sum(counts.values())


def _contract(standards: list[Asked]) -> dict[str, Any]:
    columns: defaultdict[str, list[Any]] = defaultdict(list)
    of_table = []
    for asked in standards:
        check = {"qualifier": asked.key, **({"filter": _filter(asked)} if asked.scope else {})}
        if valid := _valid(asked):
            columns[asked.columns[0]].append({"invalid": check | valid})
        elif asked.kind == "filled":
            columns[asked.columns[0]].append({"missing": check})
        elif asked.kind == "unique":
            of_table.append({"duplicate": check | {"columns": list(asked.columns)}})
        else:
            of_table.append({"failed_rows": {"qualifier": asked.key, "expression": _expression(asked)}})
    listed = [{"name": name, "checks": checks} for name, checks in columns.items()]
    return {"dataset": "bench/main/Account", "columns": listed, "checks": of_table}


def _filter(asked: Asked) -> str:
    return " AND ".join(f'lower("{column}") IN ({", ".join(map(repr, values))})' for column, values in asked.scope)


def _valid(asked: Asked) -> dict[str, Any]:
    """What the tool's own check of validity is given; nothing where it has none for the kind."""
    match asked.kind:
        case "matches":
            return {"invalid_format" if asked.forbidden else "valid_format": {"name": "form", "regex": asked.pattern}}
        case "one of":
            return {"valid_values": list(asked.values)}
        case "between":
            bounds = {"valid_min": asked.low, "valid_max": asked.high}
            return {name: bound for name, bound in bounds.items() if bound is not None}
        case "length":
            return {"valid_min_length": asked.low, "valid_max_length": asked.high}
        case "refers to":
            return {"valid_reference_data": {"dataset": "bench/main/Account", "column": "Id"}}
    return {}


def _expression(asked: Asked) -> str:
    """The condition under which a record fails."""
    first = f'"{asked.columns[0]}"'
    fails = f"{first} < DATE '{asked.low}'" if asked.kind == "since" else f'{first} > "{asked.columns[1]}"'
    return f"{_filter(asked)} AND {fails}" if asked.scope else fails


if __name__ == "__main__":
    run(judge)
