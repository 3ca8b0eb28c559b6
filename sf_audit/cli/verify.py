"""`sf-audit verify | prune`: what is stored is what was written, and no older than it may be."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from sf_audit.cli.options import existing_workspace_option
from sf_audit.cli.output import say
from sf_audit.cli.path_types import NamedPath
from sf_audit.cli.signing import signer_of
from sf_audit.delivery.anonymize import forget_names
from sf_audit.errors import IntegrityBroken, NotAnswered, UsageProblem
from sf_audit.evidence.checked import Checked
from sf_audit.evidence.folder import verify_folder, workspace_of
from sf_audit.evidence.folder_names import named
from sf_audit.evidence.verify import OrgEvidence, orgs, verify_org
from sf_audit.report.hostile import printable
from sf_audit.report.words import count
from sf_audit.rulebook.workspace.config import load_config
from sf_audit.samples.store import forget_samples, sampled_orgs
from sf_audit.snapshot.chain import Chain
from sf_audit.snapshot.chain_folders import ACCESS, SNAPSHOTS
from sf_audit.snapshot.layout import org_folder
from sf_audit.snapshot.retention import prune as prune_snapshots
from sf_audit.snapshot.signing import PublicKeys
from sf_audit.worklists.retention import forget_lists

_CANNOT_PROVE = (
    "Not proved: whoever can write to the whole workspace can make all of it anew, unless it is signed by a key that "
    "they do not have, or a hash of the chain was noted elsewhere (--expect)."
)
_ADVICE = "Restore from a backup what is named above, or find out who changed it."


@click.command()
@click.argument("folder", required=False, type=NamedPath(exists=True, file_okay=False, path_type=Path))
@existing_workspace_option
@click.option("--expect", metavar="SHA256", help="A hash of the chain that was noted earlier, and must be in it.")
@click.option(
    "--public-key",
    "key_files",
    multiple=True,
    type=NamedPath(exists=True, dir_okay=False, path_type=Path),
    help="Signatures must be by this key.",
)
def verify(folder: Path | None, workspace: Path, expect: str | None, key_files: tuple[Path, ...]) -> None:
    """Check that what is stored is what was written: snapshots, reviews and the chain that binds them.

    All of the workspace, or the org that FOLDER, a snapshot or a review, belongs to. Exit 6 if something was changed,
    removed or added, 3 if something was written before there was a seal.
    """
    keys = PublicKeys.of_files(key_files) if key_files else None
    if folder and workspace_of(folder) is None:
        _conclude([], verify_folder(folder, keys), folder)
        return
    home, names = (workspace, orgs(workspace)) if folder is None else _org_of(folder)
    if not names:
        raise UsageProblem("nothing is stored here", hint="Name a folder of a snapshot or a review, or a --workspace.")
    found = [verify_org(home, name, keys) for name in names]
    for evidence in found:
        _print(evidence)
    total = Checked()
    for evidence in found:
        total.add(evidence.checked)
    if expect:
        _expected(found, expect, total)
    _conclude(found, total, home)


@click.command()
@existing_workspace_option
def prune(workspace: Path) -> None:
    """Remove record data that retention no longer allows: all but the newest complete snapshot of each org.

    Names of records and people go from the reviews of these snapshots too; their pages then show ids. Worklists of
    them that lie in the workspace go as a whole. What was removed is written into the chain, so that `verify` knows it
    from what somebody took away. Daily samples go after 13 months.
    """
    signer = signer_of(workspace, load_config(workspace))
    for name in sampled_orgs(workspace):
        if forgotten := forget_samples(workspace, name, datetime.now(UTC)):
            say(f"{name}: {count(forgotten, 'sample', 'samples')} removed")
    for name in orgs(workspace):
        chain = Chain(workspace, name, signer)
        for root in (SNAPSHOTS, ACCESS):
            home = org_folder(workspace / root, name)
            if not home.is_dir():
                continue
            removed = prune_snapshots(home.parent, name, now=datetime.now(UTC), chain=chain)
            say(f"{name}: {count(removed.files, 'file', 'files')}, {count(removed.bytes, 'byte')} removed")
            if root == SNAPSHOTS and (anonymized := forget_names(chain, home)):
                say(f"{name}: names removed from {count(anonymized, 'review', 'reviews')}")
        if forget_lists(workspace, name):
            say(f"{name}: worklists removed")


def _org_of(folder: Path) -> tuple[Path, list[str]]:
    workspace = workspace_of(folder) or folder
    return workspace, [Path(os.path.abspath(folder)).relative_to(workspace).parts[1]]


def _print(evidence: OrgEvidence) -> None:
    checked, position = evidence.checked, evidence.lines.position
    state = "not all as written" if checked.problems else "as written"
    say(
        f"{evidence.org_id}: {count(checked.folders, 'folder', 'folders')}, "
        f"{count(checked.files, 'file', 'files')}, {count(checked.bytes, 'byte')}, {state}"
    )
    if position.entries:
        state = "NOT consistent" if checked.problems else evidence.signed
        say(f"{evidence.org_id}: chain of {count(position.entries, 'entry', 'entries')}, {state}")
        say(f"{evidence.org_id}: head {position.head}")
    else:
        say(f"{evidence.org_id}: no chain")


def _expected(found: Sequence[OrgEvidence], expect: str, total: Checked) -> None:
    wanted = expect.strip().lower()
    for evidence in found:
        for line in evidence.lines.lines:
            if wanted in {line.sha256, line.entry.manifest}:
                after = evidence.lines.position.entries - line.entry.number
                later = f"{count(after, 'entry', 'entries')} came after it"
                say(f"The expected hash is of entry {line.entry.number} of {evidence.org_id}; {later}.")
                return
    total.problems.append("the expected hash is in no chain: what it stood for was removed or made anew")


def _shown(line: str) -> str:
    """A line with names of files that anybody may have planted, without what a terminal takes for commands."""
    return printable(line.encode("utf-8", "replace").decode("utf-8"))


def _conclude(found: Sequence[OrgEvidence], total: Checked, where: Path) -> None:
    for line in (*total.notes, *total.unsealed, *total.problems):
        say(_shown(line))
    if found:
        say(_CANNOT_PROVE)
    if total.problems:
        more = f" (and {count(len(total.problems) - 1, 'more problem', 'more problems')})" if total.problems[1:] else ""
        raise IntegrityBroken(_shown(total.problems[0]) + more, hint=_ADVICE)
    if total.unsealed:
        raise NotAnswered(
            f"{count(len(total.unsealed), 'part', 'parts')} of {named(where)} cannot be proved",
            hint="They were written before there was a seal. What is written from now on is sealed.",
        )
