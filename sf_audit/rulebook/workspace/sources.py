"""The files that people wrote and a review is judged by, as they were read: what proves later which they were."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from sf_audit.bundled import bundled
from sf_audit.rulebook.files.yaml_text import yaml_bytes
from sf_audit.rulebook.rules.folder import yaml_files
from sf_audit.rulebook.workspace.config import CONFIG_FILE, WAIVERS_FILE
from sf_audit.small_file import is_there

#: The file of a review that keeps the texts of the workspace's own files.
SOURCES = "sources.json"

_SHIPPED = "shipped/"


def read_sources(workspace: Path, own: Path | None) -> dict[str, bytes]:
    """Shipped rules, own rules (the folder `own`), configuration and waivers, by names that do not depend on place."""
    return {name: yaml_bytes(path) for name, path in sorted(_named(workspace, own))}


def sources_sha256(sources: Mapping[str, bytes]) -> str:
    """One hash for all of them."""
    digest = hashlib.sha256()
    for name, digests in sorted(hashes(sources).items()):
        digest.update(f"{name}\0{digests}\n".encode())
    return digest.hexdigest()


def hashes(sources: Mapping[str, bytes]) -> dict[str, str]:
    """The SHA-256 of each file, by its name."""
    return {name: hashlib.sha256(content).hexdigest() for name, content in sources.items()}


def sources_json(sources: Mapping[str, bytes]) -> str:
    """The texts of the workspace's own files; shipped ones are told by their hashes and the version of the tool."""
    own = {name: text.decode("utf-8", "replace") for name, text in sources.items() if not name.startswith(_SHIPPED)}
    return json.dumps(own, indent=1, sort_keys=True) + "\n"


def _named(workspace: Path, own: Path | None) -> Iterator[tuple[str, Path]]:
    for prefix, folder in ((_SHIPPED, bundled("rules")), ("own/", own)):
        for path in yaml_files(folder) if folder else ():
            yield prefix + path.relative_to(folder or path).as_posix(), path
    yield from ((name, workspace / name) for name in (CONFIG_FILE, WAIVERS_FILE) if is_there(workspace / name))
