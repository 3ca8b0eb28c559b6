"""Which domains somebody can have registered: by the Public Suffix List, as `publicsuffixlist` brings it; no network.

The list holds every top-level domain, and below them what registries hand names out under, such as co.uk. Its second
part, of companies that do the same with a domain of their own (github.io), is left alone: those are domains too.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from sf_audit.snapshot.sql import quote_literal

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList

#: On the list so that browsers treat it alike, and in no name server (RFC 7686).
_NOT_IN_DNS = "onion"

#: Kept for documentation and examples ("Special-Use Domain Names", RFC 6761), as example.com is.
_FOR_EXAMPLES = "example"

#: What is handed out under gov.uk or nhs.uk belongs to one state, which itself answers and has mail there: gov.bm.
_OF_THE_STATE = frozenset({"gov", "gob", "gouv", "govt", "gub", "guv", "nhs", "police"})

#: What browsers take for the dot between the parts of a host (UTS #46).
_DOTS = "。．｡"
_TO_DOTS = str.maketrans(dict.fromkeys(_DOTS, "."))

_BEGIN, _END = "// ===BEGIN ICANN DOMAINS===", "// ===END ICANN DOMAINS==="


def is_registrable(domain: str) -> bool:
    """Whether somebody can have registered the domain, or the one that it is in: its top-level domain exists, and it
    is no bare public suffix, such as co.uk."""
    plain = unicodedata.normalize("NFKC", domain.translate(_TO_DOTS)).lower().rstrip(".")
    labels = plain.split(".")
    if len(labels) < 2 or not all(labels) or labels[-1] == _NOT_IN_DNS:
        return False
    if labels[-1] == _FOR_EXAMPLES or _list().is_private(plain):
        return True
    return len(labels) == 2 and labels[0] in _OF_THE_STATE and _list().is_public(plain)


def as_domain(text: str) -> str:
    """The domain of a text in lower case and with plain dots. `text` is SQL, as is this."""
    return f"rtrim(lower(regexp_replace({text}, '[{_DOTS}]', '.', 'g')), '.')"


def surely_registrable(domain: str) -> str:
    """A condition under which `is_registrable` surely accepts a domain, as `as_domain` writes it.

    `domain` is SQL, and cheap: it is there several times.
    """
    tops, tails, leaves = _parts()
    last_two = f"split_part({domain}, '.', -2) || '.' || split_part({domain}, '.', -1)"
    known = f"split_part({domain}, '.', -1) IN ({_listed(tops)}) AND {last_two} NOT IN ({_listed(tails)})"
    below = f"{last_two} <> {domain} AND {last_two} IN ({_listed(leaves)})"
    return f"NOT regexp_matches({domain}, '^[.]|[.][.]|^[^.]*$') AND ({known} OR {below})"


def _listed(texts: Iterable[str]) -> str:
    return f"SELECT unnest([{', '.join(map(quote_literal, sorted(texts)))}])"


@cache
def _list() -> PublicSuffixList:
    from publicsuffixlist import PublicSuffixList  # 0.03 s: only where asked for

    return PublicSuffixList(accept_unknown=False, only_icann=True)


@cache
def _parts() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Top-level domains below which one label is enough, unless it is in the second set, the last two labels of all
    that is handed out under below them; and those of the second below which a third label is enough."""
    rules = frozenset(_rules())
    wild = {rule.rpartition(".")[2] for rule in rules if rule[0] in "*!" and rule.count(".") == 1}
    tops = {rule for rule in rules if "." not in rule} - wild - {_NOT_IN_DNS}
    tails = {_last_two(rule) for rule in rules if "." in rule}
    deeper = {_last_two(rule) for rule in rules if rule.count(".") > 1}
    return frozenset(tops), frozenset(tails), frozenset(rules & tails - deeper)


def _last_two(rule: str) -> str:
    return ".".join(rule.split(".")[-2:])


def _rules() -> Iterator[str]:
    """The rules of the first part of the list: `co.uk`, `*.ck`, `!www.ck`."""
    from publicsuffixlist import PSLFILE

    with open(PSLFILE, encoding="utf-8") as file:
        lines = [line.strip() for line in file]
    for line in lines[lines.index(_BEGIN) : lines.index(_END)]:
        if line and not line.startswith("//"):
            yield line.split()[0].lower()
