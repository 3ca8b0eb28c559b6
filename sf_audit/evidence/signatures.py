"""How far signatures reach: a signed entry vouches for all entries before it, because it holds their hashes."""

from __future__ import annotations

from sf_audit.evidence.checked import Checked
from sf_audit.snapshot.chain import Lines
from sf_audit.snapshot.signing import PublicKeys


def check_signatures(lines: Lines, keys: PublicKeys | None, checked: Checked) -> str:
    """Compare the signatures of a chain with public keys; answers in words what they prove."""
    signed = [line for line in lines.lines if line.signature]
    if not signed:
        if keys:
            checked.problems.append("no entry of the chain is signed, and a public key was named")
        return "consistent, not signed"
    after = len(lines.lines) - signed[-1].entry.number
    if keys is None:
        return _unchecked(signed[-1].signature.key if signed[-1].signature else "", after)
    for line in signed:
        if line.signature and not keys.confirm(line.signature, line.entry.written()):
            checked.problems.append(
                f"entry {line.entry.number} of the chain is not signed by a key that you named "
                f"(it names key {line.signature.key})"
            )
    if after:
        checked.problems.append(f"the newest {after} entries of the chain are not signed" if after > 1 else _LAST)
    names = ", ".join(sorted({line.signature.key for line in signed if line.signature}))
    return f"consistent, signed by key {names}"


_LAST = "the newest entry of the chain is not signed"


def _unchecked(key: str, after: int) -> str:
    stopped = f", but not the newest {after}" if after else ""
    return f"consistent; signed by a key that calls itself {key}{stopped}. Check it with --public-key"
