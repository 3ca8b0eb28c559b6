"""Folders of metadata for these tests, as `sf project retrieve` and the Metadata API write them."""

from __future__ import annotations

from pathlib import Path

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
SPACE = 'xmlns="http://soap.sforce.com/2006/04/metadata"'


def rule(kind: str, name: str, to: str, level: str = "Read", more: str = "") -> str:
    return (
        f"<sharing{kind}Rules><fullName>{name}</fullName><accessLevel>{level}</accessLevel>"
        f"<label>{name}</label><sharedTo>{to}</sharedTo>{more}</sharing{kind}Rules>"
    )


def file(folder: Path, name: str, *rules: str, form: str = "source") -> Path:
    path = folder / "sharingRules" / f"{name}.sharingRules{'-meta.xml' if form == 'source' else ''}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{HEAD}<SharingRules {SPACE}>{''.join(rules)}</SharingRules>\n", encoding="utf-8")
    return path


def single(folder: Path, name: str, kind: str, rule_name: str, to: str, level: str = "Read") -> Path:
    """One rule in a file of its own."""
    path = folder / "sharingRules" / name / f"sharing{kind}Rules" / f"{rule_name}.sharing{kind}Rule-meta.xml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f"{HEAD}<Sharing{kind}Rule {SPACE}><fullName>{rule_name}</fullName><accessLevel>{level}</accessLevel>"
        f"<label>x</label><sharedTo>{to}</sharedTo></Sharing{kind}Rule>",
        encoding="utf-8",
    )
    return path
