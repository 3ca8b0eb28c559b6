"""Findings that are gone because their rule asks less: told from mended ones by judging the old text of the rule again.

Where the old text still finds the record, or where nobody can say, because the text is not known or today's snapshot
does not hold all that it looks at, the finding is *no longer asked*. Only where the old text would find it and does
not, the org has changed, and the finding is fixed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import duckdb
import pyarrow as pa

from sf_audit.model.review import Unread, Verdict
from sf_audit.review.findings_table import keys_of
from sf_audit.review.lifecycle.ledger import Ledger
from sf_audit.review.lifecycle.unasked import KEYS
from sf_audit.review.short_key import short_key
from sf_audit.rulebook.fitting.resolve import resolve
from sf_audit.rulebook.judging.examine import Seen, examine
from sf_audit.rulebook.rules.needs import needs_of
from sf_audit.rulebook.rules.rule import Rule
from sf_audit.rulebook.rules.rule_text import check_of, sha256_of
from sf_audit.snapshot.dictionary import Dictionary
from sf_audit.snapshot.stored_dictionary import StoredDictionary
from sf_audit.snapshot.tables import Snapshot

_IS_GONE = f"k.open AND {short_key('k.key')} NOT IN (SELECT {short_key('key')} FROM read_parquet(?))"


def no_longer_asked(
    ledger: Ledger, rules: Sequence[Rule], findings: Path, snapshot: Snapshot, doubted: Mapping[str, Unread]
) -> pa.Table:
    """The keys of findings that are gone and that no rule looks for any more.

    Call it last: judging again writes over what the scans of today wrote. `findings` is today's findings.parquet.
    """
    changed = _changed(ledger, rules, findings, StoredDictionary(snapshot))
    if not changed:
        return KEYS.empty_table()
    again = [replace(old, id=f"{number}") for number, (_, _, old) in enumerate(changed) if old]
    askable = [rule for rule in again if _has_all_rows(snapshot, rule)]
    seen = _whole(examine(askable, snapshot, doubted))
    judged = [
        (rule, text, str(number) if str(number) in seen else "") for number, (rule, text, _) in enumerate(changed)
    ]
    names = pa.table(
        {
            name: pa.array(column)
            for name, column in zip(("rule", "text", "again"), zip(*judged, strict=True), strict=True)
        }
    )
    found = keys_of(snapshot, askable, seen)
    with duckdb.connect() as connection:
        for name, table in (("known", ledger.known), ("names", names), ("found", found)):
            connection.register(name, table)
        unasked: pa.Table = connection.sql(
            f"""SELECT DISTINCT k.key FROM known k JOIN names n ON n.rule = k.rule AND n.text = k.text
            WHERE {_IS_GONE}
            AND (n.again = '' OR (n.again, {short_key("k.key")}) IN (SELECT (rule, {short_key("key")}) FROM found))""",
            params=[str(findings)],
        ).to_arrow_table()
        return unasked.cast(KEYS)


def _has_all_rows(snapshot: Snapshot, rule: Rule) -> bool:
    needs = needs_of(rule)
    return not isinstance(needs, Unread) and all(map(snapshot.has_rows_of, needs))


def _changed(
    ledger: Ledger, rules: Sequence[Rule], findings: Path, dictionary: Dictionary
) -> list[tuple[str, str, Rule | None]]:
    """Rules with findings that are gone and that another text found: its id, the hash, and how it was."""
    today = {rule.id: rule for rule in rules}
    with duckdb.connect() as connection:
        connection.register("known", ledger.known)
        gone = connection.execute(
            f"SELECT DISTINCT rule, text FROM known k WHERE {_IS_GONE} ORDER BY ALL",
            [str(findings)],
        ).fetchall()
    asked = [
        (name, text, _as_it_was(today[name], ledger.texts.get(text, ""), dictionary))
        for name, text in gone
        if name in today
    ]
    return [
        (name, text, old)
        for name, text, old in asked
        if text != sha256_of(today[name].text) and (old is None or old.check != today[name].check)
    ]


def _as_it_was(rule: Rule, text: str, dictionary: Dictionary) -> Rule | None:
    """The rule with its old text, in the words of the org: a name that is only spelled otherwise asks the same."""
    check = check_of(text) if text else None
    return resolve(replace(rule, check=check, text=text), dictionary).rule if check else None


def _whole(seen: Mapping[str, Seen]) -> dict[str, Seen]:
    return {name: verdict for name, verdict in seen.items() if isinstance(verdict, Verdict) and verdict.unread is None}
