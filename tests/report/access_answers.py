"""Answers about access of every kind: as an org gives them, and with one text wherever a name may stand."""

from __future__ import annotations

from datetime import UTC, datetime

from sf_audit.model.access import (
    About,
    Changed,
    Diff,
    Holding,
    Lost,
    Opened,
    Person,
    Records,
    Remedy,
    Shift,
    Unknown,
    Way,
    Who,
    Why,
)
from sf_audit.model.attack import GOAL, PEOPLE, Attack, Capability, Cut, Grant, LeadsTo, Origin, Route, Step, UserClass

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
ORG = "00D000000000001EAA"
ADA, BEN, CARA = (f"00500000000000{number}AAA" for number in (1, 2, 3))
DESK = "0PS000000000001AAA"


def answers(name: str, person: str, sentence: str) -> tuple[Why, Who, Diff, Attack]:
    """One of each kind; `name` is that of the org and of everything in Setup, `sentence` what is said of it."""
    about = About(ORG, name, NOW)
    why = Why(
        about=about,
        person=Person(ADA, person),
        asked=name,
        answer="yes",
        ways=(
            Way("set", DESK, name, name, sentence, namespace=name),
            Way("group", "0PS000000000002AAA", name, name, sentence, members=(name,), closed=sentence),
        ),
        remedies=(Remedy((sentence,), (Lost("app", name, "use"),), 3),),
        notes=(sentence,),
        records=Records(name, name, sentence, name, (Opened(name, name, name, name, False, sentence),), (sentence,)),
    )
    who = Who(
        about,
        name,
        9,
        (Holding(ADA, person, name, (sentence,)),),
        {sentence: 1},
        (Unknown(BEN, person, sentence, sentence),),
        sentence,
    )
    shift = Shift((Person(ADA, person),), (Changed(True, "app", name, "use", (sentence,)),))
    diff = Diff(about, NOW, (shift,), (Unknown(BEN, person, sentence),), (sentence,))
    return why, who, diff, _attack(name, person, sentence)


def _attack(name: str, person: str, sentence: str) -> Attack:
    people = UserClass("class:0", Origin.INTERNAL, ((BEN, person), (CARA, person)))
    capability = Capability("ManageUsers", "manage users", LeadsTo.PEOPLE, "can change a password", "Edit Users")
    grant = Grant(DESK, "set", name)
    steps = (
        Step(people.node, grant.id, "assigned", sentence, "PermissionSetAssignment", changes=2),
        Step(grant.id, capability.node, "grants", sentence, "PermissionSet", changes=1),
        Step(capability.node, "administrators", "leads to", sentence, "Edit Users", assumes="they sign in"),
        Step("administrators", "administrator", "is", sentence, "Standard Profiles"),
    )
    return Attack(
        org_id=ORG,
        administrators=((ADA, person),),
        routes=(Route(people, (steps,)),),
        cuts=(Cut(steps[1], 2, 2), Cut(steps[0], 2, 2)),
        smallest_cut=(steps[1],),
        unknown=1,
        unseen=("ModifyMetadata",),
        steps=steps,
        classes=(people,),
        grants={grant.id: grant},
        capabilities=(capability,),
        words={people.node: person, **dict.fromkeys((grant.id, capability.node, PEOPLE, GOAL), name)},
    )
