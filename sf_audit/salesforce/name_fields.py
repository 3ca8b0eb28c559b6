"""Which field names a record of an object, where no describe ("nameField" in "DescribeSObjectResult") says it.

Custom objects and most standard ones are named by Name ("Name" in "System Fields").
"""

from __future__ import annotations

from collections.abc import Mapping

#: The field that names a record of most objects.
NAME = "Name"

#: A person's name where Name is hidden ("User").
USERNAME = "Username"

#: Objects whose records have a number, a subject or a title instead, each as on its page in the "Object Reference for
#: the Salesforce Platform".
NAMED_OTHERWISE: Mapping[str, str] = {
    "Case": "CaseNumber",
    "Contract": "ContractNumber",
    "Event": "Subject",
    "Solution": "SolutionName",
    "Task": "Subject",
    "ContentDocument": "Title",
    "ContentVersion": "Title",
    "EmailMessage": "Subject",
    "Idea": "Title",
    "Note": "Title",
    "Order": "OrderNumber",
    "OrderItem": "OrderItemNumber",
    "ReturnOrder": "ReturnOrderNumber",
    "ServiceAppointment": "AppointmentNumber",
    "WorkOrder": "WorkOrderNumber",
    "WorkOrderLineItem": "LineItemNumber",
}

#: Parts of the name of a person, on every object that has persons ("Name" in "Compound Fields").
_PARTS = frozenset({"firstname", "middlename", "lastname"})

#: Objects whose Name is that of a person.
_PERSONS = frozenset({"contact", "lead", "user"})

_FOLDED = {table.lower(): field for table, field in NAMED_OTHERWISE.items()}


def names_a_person(table: str, field: str) -> bool:
    """Whether the field is the name of a person, or a part of it."""
    return field.lower() in _PARTS or (field.lower() == "name" and table.lower() in _PERSONS)


def name_field(table: str) -> str:
    """The field that names a record, as documented; people write API names in any case."""
    return _FOLDED.get(table.lower(), NAME)
