"""docs/access.md: questions about access in the demo org, with what `sf-audit` answers.

The answers are those of the real commands, on a snapshot of the demo org with its traps, as of one certain day.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from click.testing import CliRunner

from sf_audit.access.assignments.needs import everything
from sf_audit.cli.access.commands import access
from sf_audit.cli.connect import wire_of
from sf_audit.cli.options import Target
from sf_audit.cli.progress import progress
from sf_audit.connector.api.identity import identify
from sf_audit.connector.signin.credentials import AccessToken
from sf_audit.connector.signin.signin import sign_in
from sf_audit.demo.company.build import build
from sf_audit.demo.company.staff import DOMAIN
from sf_audit.demo.server.running import DemoServer
from sf_audit.review.run import Wanted, gather_into
from sf_audit.snapshot.chain_folders import ACCESS
from tools.docs.access_certainty import certainty

TAKEN = datetime(2026, 11, 22, 12, tzinfo=UTC)

_INTRO = """\
# Who can do what, and why

*Made from what the commands answer in the demo org by `make docs`: change those, not this page.*

`sf-audit access` works out what every user can do in the end: system permissions, objects, fields, Apex classes, pages,
apps, named credentials and custom permissions. Profiles, permission sets and groups are added up, muting is taken away,
and what one permission brings with it is counted.

| Question | Command |
|---|---|
| Why can this user do that, and what would end it? | `sf-audit access why USER WHAT` |
| Who can do that? | `sf-audit access who WHAT` |
| What can everybody do? | `sf-audit access matrix --out access.parquet` |
| What changed since the last time? | `sf-audit access diff OLD NEW` |
| Who can become an administrator? | `sf-audit access attack` |

An answer is `yes`, `no`, `only in a session that activates it` or `not checked`. The last one always says why, and the
command then ends with exit code 3: what could not be read is never taken for a No.

Ways that are open, ways that a session must activate first and closed ways stand apart. A closed way says what is in
the way: expired, revoked, not active, muted in its group, or in a group that is not up to date.

A terminal shows the first of a long list and says how many there are; `--json` has all of it. With `--redact` people
are called by their ids in every form, and a username that was mistyped is not corrected.

To ask these questions yourself, serve the demo org with its traps, and name it as the server says:

```text
sf-audit demo --serve --traps
```

The commands below leave out the options that name the org; what stands under each is what it prints.

## Eleven traps
"""

_RECORDS = """\
## How many records

Read or Edit on an object is not yet a record: for both, `why` also says how many records they reach, and always *at
most*, never of one record that it is reached. The sharing default decides first; View All, Modify All and the role
hierarchy may open more.

Sharing rules open more still. They are metadata, which neither SOQL nor the Tooling API shows, and `sf-audit` does not
ask the Metadata API for them. Retrieve them yourself, and name the project:

```text
sf project retrieve start --metadata SharingRules
```

`--metadata DIR` takes a project in source format, also with one file for each rule, or a folder in Metadata API format.
A rule reaches a user as a member of the role, group or queue that it names, or as somebody above one of them in the
role hierarchy. Where a snapshot cannot tell (territories, managers, channel programs, a group that it does not have) it
reaches the user *perhaps*, and is never left out. Without `--metadata` the answer says that rules may open more.

Rules on Account may open Contact, Case and Opportunity too, and whoever reads one of those may read its account. Teams,
manual and Apex shares, sharing sets, restriction rules and what territories open by themselves are not looked at.

It follows “SharingRules”, “SharedTo” and “Built-in Sharing Behavior”. With this file in the project,
`{where}`:

```xml
{rules}```
"""

RULES_IN = "force-app/main/default/sharingRules/Account.sharingRules-meta.xml"
RULES = """\
<SharingRules xmlns="http://soap.sforce.com/2006/04/metadata">
    <sharingOwnerRules>
        <fullName>UK_to_Dublin</fullName>
        <accessLevel>Edit</accessLevel>
        <label>UK to Dublin</label>
        <sharedTo><group>Dublin_Office</group></sharedTo>
        <sharedFrom><role>UK_Ireland_Sales</role></sharedFrom>
    </sharingOwnerRules>
    <sharingCriteriaRules>
        <fullName>Key_Accounts</fullName>
        <accessLevel>Read</accessLevel>
        <label>Key accounts</label>
        <sharedTo><allInternalUsers></allInternalUsers></sharedTo>
        <criteriaItems>
            <field>Customer_Tier__c</field><operation>equals</operation><value>A</value>
        </criteriaItems>
    </sharingCriteriaRules>
    <sharingTerritoryRules>
        <fullName>South</fullName>
        <accessLevel>Edit</accessLevel>
        <label>South</label>
        <sharedTo><territory>South</territory></sharedTo>
        <sharedFrom><territory>South</territory></sharedFrom>
    </sharingTerritoryRules>
</SharingRules>
"""

_ATTACK = """\
## From a help desk to an administrator

`sf-audit access attack` follows what permissions allow: assign permission sets, manage users, author Apex, modify
metadata, customise the application, manage connected apps, log in as somebody else. It names the shortest way of each
group of people, the change that takes the way from most of them, and the fewest changes that take it from all.
`--opengraph FILE` writes the graph for BloodHound. Its pathfinding follows such edges only where an extension defines
them; Cypher always finds them: `MATCH p=shortestPath((:SF_User)-[*1..]->(:SF_Administrator)) RETURN p`.

It follows permissions only: IP ranges, multi-factor authentication and approvals may still stand in the way, and what a
way assumes beside the permissions is said in it. A group counts by itself: where one set is in several groups, editing
that set may save some of the changes.
"""


@dataclass(frozen=True, slots=True)
class Question:
    """One question, what its answer teaches, and the title of the Salesforce document that it follows."""

    user: str
    right: str
    title: str
    teaches: str
    source: str


QUESTIONS: tuple[Question, ...] = (
    Question(
        "owen.carter",
        "ModifyAllData",
        "Muted away",
        "What a group mutes is gone for its members, although a set in the group still has it.",
        "Mute Permissions in Permission Set Groups",
    ),
    Question(
        "beatriz.sousa",
        "TransferAnyCase",
        "Muted, but held elsewhere",
        "Muting works in its own group alone: it takes nothing away from a profile or another set.",
        "Mute Permissions in Permission Set Groups",
    ),
    Question(
        "rhys.morgan",
        "ModifyAllData",
        "Expired yesterday",
        "An assignment that has expired gives nothing any more, even while its row is still there.",
        "PermissionSetAssignment",
    ),
    Question(
        "chloe.bennett",
        "ViewAllData",
        "A group that is not up to date",
        "Until Salesforce has recalculated a group, nobody can say what it gives, so none of its members is told No.",
        "PermissionSetGroup",
    ),
    Question(
        "amelia.hughes",
        "Campaign:edit",
        "A parent that is a licence",
        "Rows of ObjectPermissions that belong to a licence say what may be granted; they grant nothing.",
        "ObjectPermissions",
    ),
    Question(
        "laura.conti",
        "Lead:edit",
        "A parent that is a profile",
        "A profile grants through the permission set that it owns; a row with the profile's own id grants nothing.",
        "PermissionSet",
    ),
    Question(
        "daniel.okafor",
        "Account.Name:edit",
        "A field without permissions of its own",
        "Fields that the platform requires have no field permissions: who may edit the object may edit them.",
        "FieldPermissions",
    ),
    Question(
        "henrik.olsen",
        "Account.VAT_Number__c",
        "View All Fields",
        "View All Fields opens every field of the object for reading, those of tomorrow too, and none for editing.",
        "Object Permissions",
    ),
    Question(
        "wout.peeters",
        "ManageUsers",
        "A frozen administrator",
        "Freezing stops the sign-in and takes nothing away: once unfrozen, an administrator is one again.",
        "Freeze or Unfreeze User Accounts",
    ),
    Question(
        "support.site.guest",
        "Case:create",
        "A guest who creates",
        "What the profile of a site's guest user gives, it gives to everybody on the internet.",
        "Guest User Security Policies",
    ),
    Question(
        "henrik.olsen",
        "ModifyAllData",
        "Activated by a session",
        "A set that wants a session to activate it gives its permissions in such a session only.",
        "Session-Based Permission Sets",
    ),
)


def access_page() -> Iterator[str]:
    """The parts of the page, the same at any time. It takes some seconds: an org is built, served and read."""
    yield _INTRO
    with tempfile.TemporaryDirectory(prefix="sf-audit-access-") as folder, demo_snapshot(Path(folder)) as snapshot:
        for question in QUESTIONS:
            yield f"### {question.title}\n\n{question.teaches}\n\nIt follows “{question.source}”.\n"
            yield _asked(snapshot, "why", f"{question.user}@{DOMAIN}", question.right)
        yield certainty()
        yield _RECORDS.format(where=RULES_IN, rules=RULES)
        yield _asked(snapshot, "why", f"ciara.walsh@{DOMAIN}", "Account:read", "--metadata", _project(Path(folder)))
        yield _ATTACK
        yield _asked(snapshot, "attack", "--from", f"ingrid.dahl@{DOMAIN}")


def _project(folder: Path) -> Path:
    """A project with the sharing rules of the page."""
    (folder / RULES_IN).parent.mkdir(parents=True)
    (folder / RULES_IN).write_text(RULES, encoding="utf-8")
    return folder / Path(RULES_IN).parts[0]


def _asked(snapshot: Path, *arguments: str | Path) -> str:
    """The command and what it prints; of paths it shows the last part."""
    where = ["--snapshot", str(snapshot), "--workspace", str(snapshot.parent)]
    ran = CliRunner().invoke(access, [*map(str, arguments), *where], catch_exceptions=False)
    shown = " ".join(argument.name if isinstance(argument, Path) else argument for argument in arguments)
    output = "\n".join(line.rstrip() for line in ran.stdout.strip("\n").splitlines())
    return f"```text\n$ sf-audit access {shown}\n{output}\n```\n"


@contextmanager
def demo_snapshot(folder: Path) -> Iterator[Path]:
    """An access snapshot of the demo org with its traps, read over TLS as of TAKEN, below an empty folder."""
    company = build(records=1, today=TAKEN.date(), access_traps=True)
    with closing(company.org.rows):
        server = DemoServer(company.org, folder=folder / "server", port=0)
        server.start()
        try:
            yield _read(server, folder)
        finally:
            server.stop()


def _read(server: DemoServer, folder: Path) -> Path:
    target = Target(trusted=(server.url.removeprefix("https://"),), ca_bundle=server.ca_file)
    client = sign_in(AccessToken(server.url, server.access_token), wire_of(target))
    with closing(client), progress(quiet=True, log_format="text") as hears:
        org = identify(client, client.instance_url)
        return gather_into(folder / ACCESS, client, org, Wanted(TAKEN, everything()), hears)
