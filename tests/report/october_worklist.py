"""One hand-written worklist that shows everything a list can show, and the same with hostile texts everywhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sf_audit.model.example import FieldValue
from sf_audit.model.merge import MergeWay
from sf_audit.model.review import OrgIdentity
from sf_audit.model.severity import Severity
from sf_audit.model.worklist import By, FailingRecord, Fix, Kind, Merge, Merged, Occasion, OwnShare, Recipient, Worklist
from sf_audit.report.worklists.formats import WorklistFormat
from tests.report.cells import cells_of

OCCASION = Occasion(
    org=OrgIdentity(
        "00D5g00000A1b2cEAB", "Nordwind Logistik", is_sandbox=False, instance_url="https://nordwind.my.salesforce.com"
    ),
    period="2026-10",
    finished=datetime(2026, 11, 2, 5, 14, tzinfo=UTC),
    by=By.OWNER,
    missing=("User.ManagerId was not read, so it is not known who is whose manager.",),
    notes=("12 findings of rules that are kept within their tolerance are in no list.",),
)


def _record(number: int, of: str = "Opportunity", **more: object) -> FailingRecord:
    prefix = {"Opportunity": "0065g00000C", "Contact": "0035g00000D", "AsyncApexJob": "7075g00000E"}[of]
    facts: dict[str, object] = {
        "object": of,
        "id": f"{prefix}{number:04d}AAC",
        "part": "",
        "label": f"{of} {number}",
        "because": "CloseDate is in the past",
        "values": (FieldValue("CloseDate", f"2026-09-{number + 1:02d}"),),
        "suggested": (),
        "at_stake": 12_000.5 + 700 * number,
        "currency": "EUR",
        "first_seen": date(2026, 8, 2),
        "due": date(2026, 10, 30) if number % 2 else date(2026, 11, 9),
        "waived_until": None,
        "record_owner": "",
        "broken": 1 + number % 3,
        "key": f"{number:064x}",
    }
    return FailingRecord(**{**facts, **more})  # type: ignore[arg-type]


def october_worklist() -> Worklist:
    """Mara's list of October 2026: open, waived and overdue, with and without money, of hers and of who left."""
    recipient = Recipient(Kind.PERSON, "0055g00000A1b0cAAA", "Mara Lindqvist")
    own = OwnShare(records=130, judged=1_240, broken=36)
    merges = (_merge(), _conversion())
    return Worklist(recipient, (_late(), _typos(), _jobs()), findings=43, waived=1, own_share=own, merges=merges)


def _merge() -> Merge:
    taken = (("Name", "the most complete"), ("Owner", "in the record that stays"))
    return Merge(
        "quality/contact-no-duplicate",
        MergeWay.MERGE,
        2,
        "the records have several currencies: Salesforce may refuse to merge them before they have one",
        (
            Merged("Contact", "0035g00000D0001AAC", "Ada Byron", True, "it has most fields filled", taken),
            Merged("Contact", "0035g00000D0002AAC", "", False, "", (("E-mail", "the only one filled"),)),
            *(
                Merged("Contact", f"0035g00000D000{number}AAC", f"Ada Byron {number}", False, "", ())
                for number in (3, 4)
            ),
        ),
    )


def _conversion() -> Merge:
    records = (
        Merged("Contact", "0035g00000D0007AAC", "Grace Hopper", True, "leads are converted, not merged", ()),
        Merged("Lead", "00Q5g00000D0001AAC", "Grace Hopper", False, "", ()),
    )
    return Merge("own/lead-known", MergeWay.CONVERT, 1, "", records)


def _late() -> Fix:
    return Fix(
        "quality/opportunity-close-date-current",
        "Open opportunities have a close date in the past",
        "A forecast that holds what should have closed weeks ago is believed by nobody.",
        "Ask the customer, then move the close date or close the opportunity.",
        Severity.HIGH,
        40,
        (
            *(_record(number) for number in range(5, -1, -1)),
            _record(8, waived_until=date(2026, 12, 31), record_owner="Jo Mertens, inactive"),
        ),
    )


def _typos() -> Fix:
    typo = {"at_stake": None, "currency": "", "because": "Email is not an e-mail address"}
    mended = {
        "values": (FieldValue("Email", "ada@gmial.com"),),
        "suggested": (FieldValue("Email", "ada@gmail.com"),),
        "record_owner": "Jo Mertens, inactive",
    }
    return Fix(
        "quality/contact-email-valid",
        "2 contacts have an e-mail address that is none",
        "Mail that bounces costs the sender's reputation.",
        "",
        Severity.MEDIUM,
        2,
        (
            _record(1, "Contact", **typo, **mended),
            _record(2, "Contact", **typo, values=(), label="", part="Email", due=None),
        ),
    )


def _jobs() -> Fix:
    failed = _record(1, "AsyncApexJob", at_stake=None, currency="", because="failed 12 times", values=())
    return Fix("performance/jobs-succeed", "Asynchronous Apex fails", "", "", Severity.LOW, 1, (failed,))


def redacted_worklist() -> tuple[Worklist, Occasion]:
    """The same as it arrives where names are withheld."""
    made = october_worklist()
    fixes = tuple(
        replace(
            fix,
            records=tuple(
                replace(record, label="", values=(), suggested=(), record_owner="0055g00000B1b0cAAA, inactive")
                for record in fix.records
            ),
        )
        for fix in made.fixes
    )
    merges = tuple(
        replace(merge, records=tuple(replace(each, label="") for each in merge.records)) for merge in made.merges
    )
    recipient = replace(made.recipient, name="")
    withheld = replace(made, recipient=recipient, fixes=fixes, own_share=None, merges=merges)
    return withheld, replace(OCCASION, redact=True)


def hostile_worklist(text: str) -> tuple[Worklist, Occasion]:
    """The same, in which every text that is not ours is this one."""
    made = october_worklist()
    fixes = tuple(
        replace(
            fix,
            heading=text,
            why=text,
            fix=text,
            records=tuple(
                replace(
                    record,
                    label=text,
                    because=text,
                    part=text if record.part else "",
                    record_owner=text if record.record_owner else "",
                    values=tuple(FieldValue(text, text) for _ in record.values),
                    suggested=tuple(FieldValue(text, text) for _ in record.suggested),
                )
                for record in fix.records
            ),
        )
        for fix in made.fixes
    )
    org = replace(OCCASION.org, name=text)
    missing, notes = ((text,) for _ in range(2))
    occasion = replace(OCCASION, org=org, missing=missing, notes=notes)
    merges = tuple(
        replace(merge, records=tuple(replace(each, label=text) for each in merge.records)) for merge in made.merges
    )
    return replace(made, recipient=replace(made.recipient, name=text), fixes=fixes, merges=merges), occasion


def text_of_list(form: WorklistFormat, worklist: Worklist, occasion: Occasion) -> str:
    """What the file of a list holds; of a workbook, its sheets row by row as Excel would show them."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"list{form.suffix}"
        form.write(worklist, occasion, path)
        return cells_of(path) if form.suffix == ".xlsx" else path.read_bytes().decode()


LISTS: Mapping[str, tuple[Worklist, Occasion]] = {
    "": (october_worklist(), OCCASION),
    "redacted": redacted_worklist(),
}
