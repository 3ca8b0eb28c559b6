"""Reads sharing rules from a folder of metadata: source format, also with one file per rule, or Metadata API format.

    sharingRules/Account.sharingRules                                          Metadata API format
    sharingRules/Account.sharingRules-meta.xml                                 source format
    sharingRules/Account/sharingCriteriaRules/*.sharingCriteriaRule-meta.xml   source format, decomposed

The folder may be a whole project: all such files below it are read. A file that declares a document type or an entity
is refused, as is one that is too long or too deep, so that no file can make a run hang or read another file.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from sf_audit.access.sharing.sharing_rules import Level, Party, RuleKind, SharingRule, SharingRules
from sf_audit.errors import UsageProblem
from sf_audit.salesforce.record_access import CHILDREN_OF_ACCOUNT
from sf_audit.small_file import FileTooLarge, read_small_file

#: Bytes in one file, and elements within elements. Salesforce allows 500 rules on an object.
LONGEST, DEEPEST = 16_000_000, 12

_WHOLE = (".sharingRules", ".sharingRules-meta.xml")
_KINDS = {
    "Criteria": RuleKind.CRITERIA,
    "Owner": RuleKind.OWNER,
    "Guest": RuleKind.GUEST,
    "Territory": RuleKind.TERRITORY,
}
_SINGLE = tuple(f".sharing{kind}Rule-meta.xml" for kind in _KINDS)
_SKIPPED = frozenset({"node_modules", "__MACOSX"})
_SPACE = "\n"
_NAMESPACE = f"http://soap.sforce.com/2006/04/metadata{_SPACE}"
_HINT = "Retrieve it again with API version 33.0 or later."


def read_sharing_rules(folder: Path) -> SharingRules:
    """The rules of a folder. UsageProblem, naming file and line, for one that cannot be read, and where there is none.

    A rule of two packages that is the same in both counts once.
    """
    rules: dict[SharingRuleKey, SharingRule] = {}
    objects = set()
    for path in _files(folder):
        root = _parsed(path)
        single = path.name.endswith(_SINGLE)
        name = path.parent.parent.name if single else path.name.partition(".sharingRules")[0]
        objects.add(name)
        for rule in _rules(root, path, name, single=single):
            rules[_key(rule)] = rule
    if not objects:
        raise UsageProblem(
            f"{folder} holds no sharing rules",
            hint="Retrieve them with `sf project retrieve start --metadata SharingRules`, and name the project.",
        )
    return SharingRules(tuple(rules.values()), frozenset(objects))


SharingRuleKey = tuple[object, ...]


def _key(rule: SharingRule) -> SharingRuleKey:
    children = tuple(sorted(rule.children.items()))
    return rule.object, rule.kind, rule.name, rule.level, rule.to, rule.owners, rule.fields, children


def _files(folder: Path) -> Iterator[Path]:
    """Every file with sharing rules, in order; links to folders are not followed."""
    for place, folders, names in os.walk(folder, onerror=_refuse):
        folders[:] = sorted(folder for folder in folders if folder not in _SKIPPED and not folder.startswith("."))
        yield from (Path(place) / name for name in sorted(names) if name.endswith((*_WHOLE, *_SINGLE)))


def _refuse(problem: OSError) -> None:
    """A folder that cannot be read may hold rules: it is not passed over."""
    raise UsageProblem(f"{problem.filename} cannot be read: {problem.strerror}", hint=_HINT) from None


@dataclass(slots=True)
class _Element:
    tag: str
    line: int
    text: str = ""
    inner: list[_Element] = field(default_factory=list)

    def all(self, tag: str) -> Iterator[_Element]:
        return (element for element in self.inner if element.tag == tag)

    def text_of(self, tag: str) -> str:
        return next((element.text.strip() for element in self.all(tag)), "")


def _rules(root: _Element, path: Path, name: str, *, single: bool) -> Iterator[SharingRule]:
    if single:
        yield _rule(root, root.tag.removesuffix("Rule").removeprefix("Sharing"), path, name)
        return
    if root.tag != "SharingRules":
        raise UsageProblem(f"{path}, line {root.line}: <{_shown(root.tag)}> is no <SharingRules>", hint=_HINT)
    for element in root.inner:
        if element.tag != "fullName":
            yield _rule(element, element.tag.removesuffix("Rules").removeprefix("sharing"), path, name)


def _rule(element: _Element, kind: str, path: Path, name: str) -> SharingRule:
    known = _KINDS.get(kind, RuleKind.UNKNOWN)
    to = _parties(element, "sharedTo")
    if known is not RuleKind.UNKNOWN and not to:
        raise UsageProblem(f"{path}, line {element.line}: a rule that is shared with nobody", hint=_HINT)
    settings = next(element.all("accountSettings"), None)
    return SharingRule(
        object=name,
        name=_shown(element.text_of("fullName") or path.name.partition(".")[0]),
        kind=known,
        level=Level.of(element.text_of("accessLevel")),
        to=to or (Party("nobody is named in it"),),
        owners=_parties(element, "sharedFrom"),
        fields=tuple(dict.fromkeys(_shown(item.text_of("field") or "?") for item in element.all("criteriaItems"))),
        children={
            child: Level.of(settings.text_of(tag))
            for tag, child in CHILDREN_OF_ACCOUNT.items()
            if settings is not None and settings.text_of(tag)
        },
    )


def _parties(rule: _Element, tag: str) -> tuple[Party, ...]:
    return tuple(Party(_shown(party.tag), party.text.strip()) for group in rule.all(tag) for party in group.inner)


def _shown(text: str) -> str:
    return text.strip()[:255]


class _Refused(Exception):
    """What a file may not hold, in words."""


def _parsed(path: Path) -> _Element:
    """The root of a file. UsageProblem with file and line."""
    try:
        content = read_small_file(path, LONGEST)
    except FileTooLarge:
        says = f"{path} is longer than {LONGEST:,} bytes"
        raise UsageProblem(says, hint="No file of sharing rules is so long.") from None
    except OSError as problem:
        raise UsageProblem(f"{path} cannot be read: {problem.strerror}") from None
    tree = _Tree()
    try:
        tree.parser.Parse(content, True)
    except (expat.ExpatError, LookupError, ValueError, _Refused) as problem:
        reason = expat.ErrorString(problem.code) if isinstance(problem, expat.ExpatError) else problem
        raise UsageProblem(
            f"{path}, line {tree.parser.CurrentLineNumber}: this is no metadata in XML: {reason}", hint=_HINT
        ) from None
    return tree.root


class _Tree:
    """Builds elements, and stops at whatever an org's metadata never has."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate(namespace_separator=_SPACE)
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.root = _Element("", 0)
        self._open: list[_Element] = []

    def _start(self, tag: str, _: object) -> None:
        made = _Element(tag.removeprefix(_NAMESPACE), self.parser.CurrentLineNumber)
        if len(self._open) >= DEEPEST:
            raise _Refused("too many elements within elements")
        if self._open:
            self._open[-1].inner.append(made)
        else:
            self.root = made
        self._open.append(made)

    def _end(self, _: str) -> None:
        self._open.pop()

    def _text(self, text: str) -> None:
        self._open[-1].text += text

    def _doctype(self, *_: object) -> None:
        raise _Refused("it declares a document type")
