"""What was declared in October, with every kind of line that a page can have; and the same of an attacker."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sf_audit.model.registers import (
    Carried,
    Clock,
    DeclaredRegister,
    Escalation,
    MadeDecision,
    OpenRequest,
    Registers,
    Routed,
    Running,
)

OCTOBER_REGISTERS = Registers(
    declared=(
        DeclaredRegister(
            "raci",
            "registers/raci.csv",
            0,
            ("registers/raci.csv:3: raci.1.accountable: “inse@nordwind.example” is nobody who is declared.",),
        ),
        DeclaredRegister("requests", "registers/requests.yaml", 4),
        DeclaredRegister("decisions", "registers/decisions.yaml", 3),
    ),
    calendar="Monday to Friday, without the public holidays of DE-SH",
    requests=(
        OpenRequest(
            "REQ-31",
            "Returns of the web shop as cases",
            "integration",
            "in review",
            date(2026, 10, 20),
            "Lotte Brink <lotte@nordwind.example>",
            "IT",
            (Clock("review", 5, 8, Running.RUNNING, date(2026, 10, 27)),),
            2,
        ),
        OpenRequest(
            "REQ-33",
            "A queue for leads",
            "automation",
            "concerns",
            date(2026, 10, 28),
            "Lotte Brink",
            "Lotte Brink",
            (Clock("review", 5, 1, Running.PAUSED),),
            1,
        ),
        OpenRequest(
            "REQ-29",
            "Orders every hour",
            "integration",
            "deployed",
            date(2026, 10, 12),
            "Finance",
            "IT",
            (Clock("review", 5, 4, Running.STOPPED), Clock("scoping", 5, 9, Running.STOPPED)),
            lacks=("SLA", "1 signature"),
        ),
        OpenRequest(
            "REQ-34",
            "A field for the delivery window",
            "field",
            "in review",
            date(2026, 10, 29),
            "Service",
            "IT",
            (Clock("review", 5, 2, Running.RUNNING, date(2026, 11, 5)),),
        ),
    ),
    decisions=(
        MadeDecision(
            "DEC-8",
            "An account says when its contract is renewed",
            date(2026, 8, 3),
            ("Merle Voss", "IT"),
            "Merle Voss",
            "A field, filled from the ERP system",
            date(2026, 9, 15),
            Carried.NOT_THERE,
            "the org has no Account.Renewal_Date__c",
        ),
        MadeDecision("DEC-9", "Two administrators", date(2026, 9, 1), ("IT",), "IT", "", None, Carried.OPEN),
        MadeDecision(
            "DEC-7", "Say why it was lost", date(2026, 7, 1), ("Sales",), "Sales", "", None, Carried.DONE, "there"
        ),
    ),
    escalations=(
        Escalation(
            "REQ-31",
            ("Merle Voss (CRO)", "CIO"),
            "Decision needed on request REQ-31: Returns of the web shop as cases",
            "Dear Merle Voss and CIO,\n\nplease decide on request REQ-31. Ask lotte@nordwind.example.",
        ),
    ),
    routed=(
        Routed(
            "Data clean-up",
            ("Merle Voss",),
            "Sales Ops",
            ("Lotte Brink <lotte@nordwind.example>", "IT"),
            (),
            ("quality/contact-email-filled",),
            311,
            2,
            date(2026, 11, 9),
            "- High: Contacts can be reached by email (311 findings, due 2026-11-09)",
        ),
    ),
    notes=("Who answers for “Performance” was last reviewed on 2026-07-01, 124 days ago: look at it each quarter.",),
)


def spoiled_registers(registers: Registers | None, text: str) -> Registers | None:
    """The same, in which every text that people write is this one."""
    if registers is None:
        return None
    return replace(
        registers,
        declared=tuple(
            replace(each, name=text, file=text, refused=tuple(text for _ in each.refused))
            for each in registers.declared
        ),
        requests=tuple(
            replace(line, id=text, title=text, kind=text, asked_by=text, waits_for=text) for line in registers.requests
        ),
        decisions=tuple(
            replace(line, id=text, decision=text, decided_by=(text,), owner=text, follow_up=text, because=text)
            for line in registers.decisions
        ),
        escalations=tuple(
            replace(draft, request=text, to=(text,), subject=text, text=text) for draft in registers.escalations
        ),
        routed=tuple(
            replace(
                line,
                activity=text,
                responsible=(text, text),
                accountable=text,
                consulted=(text,),
                informed=(text,),
                digest=text,
            )
            for line in registers.routed
        ),
        notes=tuple(text for _ in registers.notes),
    )
