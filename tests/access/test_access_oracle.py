"""Thousands of random permission graphs, judged twice: by Access, and the slow way by access_oracle."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from random import Random
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from sf_audit.access import Access, Answer, GrantPath, Held, Kind, Right, holders, paths
from sf_audit.access.assignments.aggregates import compared
from tests.access.access_graphs import SYSTEM, TOMORROW, YESTERDAY, Org, snapshot_of
from tests.access.access_oracle import Oracle

#: Graphs in one org: they share objects and fields, but no user, set or group.
GRAPHS = 40

OBJECTS = ("Account", "Case__c", "Task")
FIELDS = ("Account.Industry", "Account.Name", "Account.Address", "Account.Street", "Case__c.Code__c", "Task.Subject")
SETUP = (("ApexClass", "01p_a"), ("ApexPage", "066_a"), ("TabSet", "02u_a"), ("CustomPermission", "0CP_a"))
STATES = ("Updated", "Updated", "Updated", "Outdated")
OBJECT_RIGHTS = ("Read", "Create", "Edit", "Delete", "ViewAllRecords", "ModifyAllRecords", "ViewAllFields")


#: A failing org is large, and making it smaller takes longer than reading the message.
PLAIN = settings(
    deadline=None, database=None, derandomize=True, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)


class Choices:
    """Choices out of random bytes."""

    def __init__(self, source: bytes) -> None:
        self._source = source
        self._at = 0

    def below(self, limit: int) -> int:
        byte = self._source[self._at % len(self._source)]
        self._at += 1
        return byte % limit

    def one_in(self, odds: int) -> bool:
        return self.below(odds) == odds - 1

    def some(self, values: tuple[Any, ...], odds: int) -> list[Any]:
        return [value for value in values if self.one_in(odds)]


def grow(org: Org, name: str, choose: Choices) -> None:
    """One graph: two profiles, three sets, a group of two of them with something muted, and three users."""
    for profile in ("p", "q"):
        _grants(org, org.profile(f"{name}{profile}", *choose.some(SYSTEM, 9)), choose)
    waiting = choose.one_in(3)
    sets = [
        org.permission_set(f"{name}{number}", *choose.some(SYSTEM, 7), HasActivationRequired=waiting and not number)
        for number in range(3)
    ]
    for one in sets:
        _grants(org, one, choose)
    group = _group(org, name, sets[:2], choose)
    _grants(org, ("0PL_x", "0QM_x", "00e_x")[choose.below(3)], choose)
    for number in range(3):
        user = org.user(f"{name}u{number}", f"{name}{'pq'[choose.below(2)]}", *choose.some((*sets, group), 3))
        if choose.one_in(3):
            expires = (YESTERDAY, TOMORROW, None)[choose.below(3)]
            org.assign(user, sets[2], ExpirationDate=expires, IsActive=not choose.one_in(3), IsRevoked=choose.one_in(4))
    _spoil(org, name, sets[2], choose)


def _spoil(org: Org, name: str, other: str, choose: Choices) -> None:
    """Rows that are missing, or that do not fit together."""
    if choose.one_in(5):
        org.rows["PermissionSetAssignment"].pop()
    if choose.one_in(4):
        org.rows["PermissionSetAssignment"][-1]["PermissionSetGroupId"] = None
    if choose.one_in(6):
        org.rows["User"][-1]["ProfileId"] = None
    if choose.one_in(5):
        org.assign(org.rows["User"][-2]["Id"], other, PermissionSetGroupId=f"0PG_{name}g")


def _group(org: Org, name: str, members: list[str], choose: Choices) -> str:
    """A group that mutes something, or whose muting set cannot be seen; its aggregate mostly adds up."""
    muting = [org.muting_set(name, *choose.some(SYSTEM, 5))] if choose.one_in(2) else []
    for one in muting:
        _grants(org, one, choose)
    hidden = [] if choose.one_in(2) else [f"0QM_hidden_{name}"]
    system = [one for one in SYSTEM if _flagged(org, members, one) and not _flagged(org, muting, one)]
    system += choose.some(SYSTEM, 60)
    more: dict[str, Any] = {"status": STATES[choose.below(4)], "HasActivationRequired": choose.one_in(4)}
    group = org.group(f"{name}g", [*members, *muting, *hidden], *system, **more)
    if choose.one_in(4):
        _grants(org, group, choose)
    else:
        _add_up(org, group, members, muting)
    return group


def _flagged(org: Org, ids: list[str], permission: str) -> bool:
    rows = [*org.rows["PermissionSet"], *org.rows.get("MutingPermissionSet", [])]
    return any(row[f"Permissions{permission}"] for row in rows if row["Id"] in ids)


def _add_up(org: Org, group: str, members: list[str], muting: list[str]) -> None:
    """Rows of the aggregate as the platform is documented to write them."""
    for name in OBJECTS:
        org.on_object(
            group,
            name,
            *(right for right in OBJECT_RIGHTS if _left(org, "ObjectPermissions", name, right)(members, muting)),
        )
    for name in FIELDS:
        if _left(org, "FieldPermissions", name, "Read")(members, muting):
            org.on_field(group, name, edit=_left(org, "FieldPermissions", name, "Edit")(members, muting))


def _left(org: Org, table: str, target: str, right: str) -> Callable[[list[str], list[str]], bool]:
    """Whether sets give this and muting sets do not mute it."""
    column = "SobjectType" if table == "ObjectPermissions" else "Field"
    parents = {row["ParentId"] for row in org.rows[table] if row[column] == target and row[f"Permissions{right}"]}
    return lambda members, muting: bool(parents & set(members)) and not parents & set(muting)


def _grants(org: Org, parent: str, choose: Choices) -> None:
    for one in choose.some(OBJECTS, 3):
        org.on_object(parent, one, *choose.some(OBJECT_RIGHTS, 4))
    for one in choose.some(FIELDS[:1] + FIELDS[2:3] + FIELDS[4:], 3):
        org.on_field(parent, one, edit=choose.one_in(2))
    for type_name, entity in choose.some(SETUP, 4):
        org.on_setup(parent, type_name, entity)


def grown(source: bytes) -> Org:
    org = Org()
    choose = Choices(source)
    org.described("Account.Industry", calculated=choose.one_in(3))
    org.described("Account.Name", permissionable=False, updateable=choose.one_in(2), compound="Name")
    org.described("Account.Address", permissionable=choose.one_in(2))
    org.described("Account.Street", permissionable=choose.one_in(2), compound="Address")
    for number in range(GRAPHS):
        grow(org, f"g{number}", choose)
    return org


def everything(oracle: Oracle) -> list[Held]:
    """Every question that can be asked about the org."""
    asked = [Held(Kind.SYSTEM, one, Right.USE) for one in SYSTEM]
    asked += [Held(Kind.OBJECT, one, right) for one in oracle.objects for right in list(Right)[1:]]
    asked += [Held(Kind.FIELD, field, right) for field in oracle.fields() for right in (Right.READ, Right.EDIT)]
    kinds = {"ApexClass": Kind.APEX_CLASS, "ApexPage": Kind.APEX_PAGE, "TabSet": Kind.APP}
    asked += [Held(kinds.get(name, Kind.CUSTOM_PERMISSION), entity, Right.USE) for name, entity in SETUP]
    return asked


def plain(held: Held) -> tuple[str, str, str]:
    return str(held.kind), held.target, str(held.right)


def test_the_graphs_have_groups_that_add_up_and_groups_that_do_not() -> None:
    org = grown(Random(7).randbytes(4096))
    oracle = Oracle(org)

    with snapshot_of(org) as snapshot:
        groups = compared(snapshot)

        wrong = {group.group_id for group in groups if group.contradictions}
        assert wrong == {group for group in oracle.groups if oracle.contradicted(group) and _updated(oracle, group)}
        assert 0 < len(wrong) < len(groups)
        assert any(group.muted and not group.contradictions for group in groups)


def _updated(oracle: Oracle, group: str) -> bool:
    return bool(oracle.groups[group]["Status"] == "Updated")


@settings(PLAIN, max_examples=30)
@given(st.binary(min_size=4096, max_size=4096))
def test_access_is_what_the_slow_way_says(source: bytes) -> None:
    org = grown(source)
    oracle = Oracle(org)
    asked = everything(oracle)

    with snapshot_of(org) as snapshot:
        access = Access.of(snapshot)
        found = {user: frozenset(_listed(access, user)) for user in access.signatures.of_user}
        answers = {held: access.answers(held) for held in asked}

        for row in org.rows["User"]:
            user = str(row["Id"])
            assert (user in access.unknown) == oracle.unknown(user)
            always, ever = oracle.always(user), oracle.ever(user)
            assert found[user] == {(*one, one not in always) for one in ever}
            signature = access.signatures.of_user[user]
            for held in asked:
                said = answers[held][signature]
                assert (said is Answer.YES) == (plain(held) in always), (user, held)
                assert (said is Answer.CONDITIONAL) == (plain(held) in ever - always), (user, held)


def test_everybody_is_told_yes_no_or_that_it_is_not_known() -> None:
    org = grown(Random(11).randbytes(4096))
    oracle = Oracle(org)
    words = {Answer.YES: "yes", Answer.CONDITIONAL: "conditional", Answer.NO: "no", Answer.NOT_CHECKED: "unknown"}

    with snapshot_of(org) as snapshot:
        access = Access.of(snapshot)
        asked = [held for held in everything(oracle) if access.doubt(held) is None]
        seen: Counter[Answer] = Counter()

        for held in asked:
            for row in org.rows["User"]:
                said = access.answer(row["Id"], held)
                seen[said] += row["Id"] in access.unknown
                assert words[said] == oracle.answer(row["Id"], plain(held)), (row["Id"], held)

        assert seen[Answer.YES]
        assert seen[Answer.NOT_CHECKED]
        assert not seen[Answer.NO]


def _listed(access: Access, user: str) -> list[tuple[str, str, str, bool]]:
    table = access.rights(user)
    return list(zip(*(table[name].to_pylist() for name in ("kind", "target", "right", "conditional")), strict=True))


@settings(PLAIN, max_examples=5)
@given(st.binary(min_size=4096, max_size=4096))
def test_paths_and_holders_agree_with_the_answers(source: bytes) -> None:
    org = grown(source)
    asked = everything(Oracle(org))

    with snapshot_of(org) as snapshot:
        access = Access.of(snapshot)

        for held in asked[source[0] % 5 :: 5]:
            listed = {holder.user_id: holder for holder in holders(access, held).holders}
            for user in access.signatures.of_user:
                answer = access.answer(user, held)
                opened = [path for path in paths(access, user, held) if not path.closed]
                assert (user in listed) == (answer in {Answer.YES, Answer.CONDITIONAL})
                if user in listed:
                    assert opened
                    assert listed[user].conditional == (answer is Answer.CONDITIONAL)
                    assert set(listed[user].through) == {_through(one) for one in opened}
                    assert set(listed[user].conditional_ways) == {_through(one) for one in opened if one.conditional}
                    assert listed[user].may_hold_more == (user in access.unknown)
                if answer is Answer.YES:
                    assert not all(one.conditional for one in opened)
                if answer is Answer.NO or (user in access.unknown and answer is Answer.NOT_CHECKED):
                    assert not opened


def _through(path: GrantPath) -> str:
    words = {"profile": "profile", "set": "permission set", "group": "permission set group"}
    return f"{words[path.through]} {path.name}"
