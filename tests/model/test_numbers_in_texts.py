"""A number that stands before a noun is written with it by one function, so that singular and plural are right."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2] / "sf_audit"

_NOUNS = (
    "administrators|batches|bits|bytes|calls|characters|days|entries|errors|fields|files|findings|folders|groups|hours"
    "|jobs|lines|lookups|minutes|months|objects|pages|people|places|problems|profiles|queries|records|reviews|rights"
    "|rows|rules|seconds|sets|snapshots|subjects|times|users|values|ways"
)
_PLURAL = re.compile(rf"\)? (?:(?!has|names|removed)[A-Za-z]+ )?(?:{_NOUNS})\b")

#: A name stands before the noun, or a number that is never one.
NO_NUMBERS = {
    "checks/adds_up.py: {self.child} records",
    "checks/deprecated_fields_empty.py: {RECENT_DAYS} days",
    "checks/not_outlier.py: {self.object} records",
    "checks/used.py: {RECENT_DAYS} days",
    "cli/rule_page.py: {RECENT_DAYS} days",
    "expectations/asks/not_pushed.py: {_day('NewValue')}) AS days",
    "rulebook/settings/settings.py: {_MOST_DAYS} days",
    "rulebook/settings/when.py: {_DEEPEST} groups",
    "rulebook/workspace/list_text.py: {len(filled):,} values",
    "access/sharing/sharing_files.py: {LONGEST:,} bytes",
    "connector/collect/orphans.py: {len(missing):,} lookups",
    "connector/http/server_clock.py: {MOST_CORRECTED.total_seconds() / 60:.0f} minutes",
    "connector/http/server_clock.py: {round(seconds / 3600)} hours",
    "connector/http/server_clock.py: {round(seconds / 86400):,} days",
    "connector/http/tokens.py: {MOST_RENEWALS + 1} times",
    "connector/plan/strategy.py: {bulk_from:,} rows",
    "connector/signin/private_key.py: {key.key_size} bits",
    "expectations/days.py: {offset} minutes",
    "report/access/attack.py: {len(attack.routes):,} groups",
    "report/audiences.py: {name} records",
    "report/formats.py: {MOST} rows",
    "report/pdf/pillar_sections.py: {len(cards)} rules",
    "report/register_lines.py: {number} times",
    "report/standards_lines.py: {LONG} days",
    "report/standards_lines.py: {SOON} days",
    "report/standing_lines.py: {found.object} records",
    "review/registers/escalations.py: {names.of_key(request.reviewed_by)} reviews",
    "review/registers/requests.py: {reviewer} reviews",
    "review/gaming/month_end.py: {TIMES} times",
    "review/gaming/values.py: {AFTER_DAYS} days",
    "review/gaming/values.py: {MASS} records",
    "review/gaming/values.py: {REPEATED} times",
    "review/weakened.py: {severity.value} findings",
    "rulebook/rules/headline.py: {NUMBER} findings",
    "rulebook/rules/headline.py: {_LONGEST} characters",
    "snapshot/retention.py: {CONFIGURATION_DAYS} days",
}


def test_numbers_agree_with_what_they_count() -> None:
    found = {
        f"{path.relative_to(ROOT)}: {text}"
        for path in sorted(ROOT.rglob("*.py"))
        if path.relative_to(ROOT).parts[0] != "demo" and path != ROOT / "model" / "counts.py"
        for text in _numbered(ast.parse(path.read_text(encoding="utf-8")))
    }

    assert found - NO_NUMBERS == set()


def _numbered(tree: ast.AST) -> Iterator[str]:
    """What stands before a noun in the plural, and the noun; both forms of a conditional expression are right."""
    chosen = {id(part) for node in ast.walk(tree) if isinstance(node, ast.IfExp) for part in (node.body, node.orelse)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr) and id(node) not in chosen:
            for value, text in zip(node.values, node.values[1:], strict=False):
                after = _PLURAL.match(str(text.value)) if isinstance(text, ast.Constant) else None
                if isinstance(value, ast.FormattedValue) and after and not _counts(value.value):
                    yield ast.unparse(ast.JoinedStr([value]))[2:-1] + after[0]


def _counts(value: ast.expr) -> bool:
    """Whether the number comes with its noun already, or the text is no number."""
    return isinstance(value, ast.Call) and ast.unparse(value.func).rpartition(".")[2] == "count"
