"""Which hosts are Salesforce's: a token, a key or a query goes to these and to no other.

My Domain, its partitions (sandbox, scratch, developer, demo, patch …), the two login hosts, Government Cloud
and the China cloud ("My Domain URL Formats"). Anything else, a demo org on this machine or a gateway of the
company, must be named by a person as HOST:PORT.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from sf_audit.errors import UsageProblem

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_SALESFORCE = re.compile(
    rf"(?:login|test|[a-z]{{2,4}}[0-9]{{1,4}}[a-z]?|{_LABEL}(?:\.{_LABEL})?\.my)"
    r"\.(?:salesforce\.com|salesforce\.mil|sfcrmproducts\.cn)"
)
_LOGIN = frozenset({"login", "test"})
_BROWSER = re.compile(rf"({_LABEL}(?:\.{_LABEL})?)\.(?:lightning\.force|my\.salesforce-setup)\.com")
_TRUSTED = re.compile(r"(\[[0-9a-f:]+\]|[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?):([0-9]{1,5})")
_HINT = (
    "Name the org by its My Domain, for example https://acme.my.salesforce.com or acme--uat.sandbox.my; "
    "any other host needs --trust-host HOST:PORT."
)


@dataclass(frozen=True, slots=True)
class Hosts:
    """The hosts that may be spoken to. `trusted` holds HOST:PORT in lower case."""

    trusted: frozenset[str] = field(default_factory=frozenset)

    @classmethod
    def trusting(cls, *extra: str) -> Hosts:
        """Salesforce's hosts, and these besides. Raises UsageProblem for what is not HOST:PORT."""
        for host in extra:
            match = _TRUSTED.fullmatch(host.lower())
            if not match or not 0 < int(match[2]) < 65536:
                raise UsageProblem(
                    f"“{host}” is not a host and a port", hint="Write --trust-host HOST:PORT, as 127.0.0.1:8443."
                )
        return cls(frozenset(host.lower() for host in extra))

    def admits(self, host: str, port: int | None) -> bool:
        """Whether a call over TLS may go to this host."""
        if f"{_bracketed(host)}:{port or 443}" in self.trusted:
            return True
        return port in (None, 443) and is_salesforce(host)

    def address(self, given: str) -> str:
        """The https address, without path, of what a person wrote: a URL, a host, or the part before
        `.salesforce.com`. Raises UsageProblem for a host that is not Salesforce's and not trusted.
        """
        text = given.strip()
        if "://" not in text:
            text = f"https://{text}"
        try:
            parts = urlsplit(text)
            host, port = parts.hostname or "", parts.port
        except ValueError:
            raise UsageProblem("the address of the org cannot be read", hint=_HINT) from None
        if parts.scheme != "https" or "@" in parts.netloc or "\\" in text:
            raise UsageProblem("the address of the org must be https, without a user name in it", hint=_HINT)
        known = next((candidate for candidate in _meant(host) if self.admits(candidate, port)), None)
        if known is None:
            raise UsageProblem(f"“{host[:80]}” is not a host of Salesforce", hint=_HINT)
        return f"https://{_bracketed(known)}" + ("" if port in (None, 443) else f":{port}")


def is_salesforce(host: str) -> bool:
    """Whether the name belongs to Salesforce itself."""
    return len(host) < 254 and _SALESFORCE.fullmatch(host) is not None


def is_login_host(host: str) -> bool:
    """Whether this is one of the hosts shared by all orgs, where client credentials do not work."""
    return host.split(".", 1)[0] in _LOGIN


def _meant(host: str) -> tuple[str, ...]:
    """The hosts that a person can mean, the literal one first: people paste what the browser shows."""
    browser = _BROWSER.fullmatch(host)
    if browser:
        return host, f"{browser[1]}.my.salesforce.com"
    if host in _LOGIN or host.endswith(".my"):
        return host, f"{host}.salesforce.com"
    if "." not in host:
        return host, f"{host}.my.salesforce.com"
    return (host,)


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
