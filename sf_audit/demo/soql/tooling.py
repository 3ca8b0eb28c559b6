"""What the platform does not do for objects that have no rows of their own, such as EntityDefinition.

"SOQL Operation Limitations" of the Tooling API documents more than orgs were seen to enforce: `strict` follows the
document, otherwise only what was observed is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from sf_audit.demo.soql.errors import SoqlError, malformed
from sf_audit.demo.soql.syntax import (
    Call,
    Comparison,
    Condition,
    Expression,
    Junction,
    Membership,
    Not,
    Path,
    Query,
    Selected,
    SemiJoin,
)

_LIMITED: Final = frozenset(
    {
        "CompactLayoutInfo",
        "CompactLayoutItemInfo",
        "DataType",
        "EntityDefinition",
        "EntityLimit",
        "EntityParticle",
        "FieldDefinition",
        "Publisher",
        "RelationshipDomain",
        "RelationshipInfo",
        "SearchLayout",
        "ServiceFieldDataType",
        "StandardAction",
        "TimeSheetTemplate",
        "UserEntityAccess",
        "UserFieldAccess",
    }
)
# Which columns say enough about what to compute; the platform lists them in this order.
_REIFIED: Final = {
    "EntityLimit": ("EntityDefinitionId", "DurableId"),
    "EntityParticle": ("EntityDefinitionId", "FieldDefinitionId", "DurableId"),
    "FieldDefinition": ("EntityDefinitionId", "DurableId"),
    "FlowTestView": ("FlowDefinitionViewId", "DurableId"),
    "FlowVersionView": ("FlowDefinitionViewId", "DurableId"),
    "OwnerChangeOptionInfo": ("EntityDefinitionId", "DurableId"),
    "PicklistValueInfo": ("EntityParticleId", "DurableId"),
    "RelationshipDomain": ("ParentSobjectId", "FieldId", "ChildSobjectId", "RelationshipInfoId", "DurableId"),
    "RelationshipInfo": ("ChildSobjectId", "FieldId", "DurableId"),
    "SearchLayout": ("EntityDefinitionId", "DurableId"),
    "SiteDetail": ("DurableId",),
    "UserEntityAccess": ("UserId", "EntityDefinitionId", "DurableId"),
    "UserFieldAccess": ("UserId", "FieldDefinitionId", "DurableId"),
}
_NO_GROUPS: Final = (
    "The requested operation is not yet supported by this SObject storage type, contact salesforce.com support for "
    "more information."
)
_ONE_ROW: Final = frozenset({"metadata", "fullname"})


def admitted(query: Query, name: str, *, strict: bool) -> Query:
    """The query as it will be answered: the strict rule ignores LIMIT and OFFSET, as documented.

    Raises:
        SoqlError: for what the platform does not do for the object called `name`.
    """
    if name in _LIMITED and strict:
        _check_strictly(query)
        query = replace(query, limit=None, offset=None)
    reified = _REIFIED.get(name)
    if reified is not None and not any(_names(condition, reified, query) for condition in _required(query.where)):
        raise malformed(f"{name}: a filter on a reified column is required [{','.join(reified)}]")
    return query


def asks_for_metadata(query: Query) -> bool:
    """Whether a column is selected that the platform gives for one row at a time."""
    paths = [item.expression for item in query.items if isinstance(item, Selected)]
    return any(isinstance(path, Path) and path.parts[-1].lower() in _ONE_ROW for path in paths)


def too_many_for_metadata(total: int) -> SoqlError:
    """More than one row of Metadata or FullName."""
    return malformed(
        "When retrieving results with Metadata or FullName fields, the query qualifications must specify no more than "
        f"one row for retrieval. Result size: {total}"
    )


def _check_strictly(query: Query) -> None:
    calls = [item.expression for item in query.items if isinstance(item, Selected)]
    if query.group_by or any(isinstance(call, Call) and call.name.upper().startswith("COUNT") for call in calls):
        raise _unsupported(_NO_GROUPS)
    if query.where is not None:
        _check_condition(query.where)


def _check_condition(condition: Condition) -> None:
    if isinstance(condition, Junction):
        if condition.word == "OR":
            raise _unsupported("Disjunctions not supported")
        for part in condition.conditions:
            _check_condition(part)
    elif isinstance(condition, Membership) and condition.operator in ("INCLUDES", "EXCLUDES"):
        raise _unsupported("Unsupported filter type")
    elif isinstance(condition, Not) or condition.operator not in ("=", "IN"):
        raise _unsupported("Only equals comparisons permitted")


def _unsupported(message: str) -> SoqlError:
    return SoqlError("EXTERNAL_OBJECT_UNSUPPORTED_EXCEPTION", message)


def _required(condition: Condition | None) -> Iterator[Comparison | Membership | SemiJoin]:
    """The conditions that every row of the answer meets."""
    if isinstance(condition, Junction):
        if condition.word == "AND":
            for part in condition.conditions:
                yield from _required(part)
    elif condition is not None and not isinstance(condition, Not):
        yield condition


def _names(condition: Comparison | Membership | SemiJoin, reified: tuple[str, ...], query: Query) -> bool:
    return condition.operator in ("=", "IN") and _leads_to(condition.left, reified, query)


def _leads_to(expression: Expression, reified: tuple[str, ...], query: Query) -> bool:
    """DurableId, EntityDefinitionId, or the same object through its relationship: EntityDefinition.QualifiedApiName."""
    if not isinstance(expression, Path):
        return False
    starts = {query.source.alias.lower(), query.source.name.lower()}
    parts = [part.lower() for part in expression.parts]
    head = parts[1] if len(parts) > 1 and parts[0] in starts else parts[0]
    return head in {name.lower() for name in reified} or head in {name.lower().removesuffix("id") for name in reified}
