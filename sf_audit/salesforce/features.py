"""Fields that an org has only with a feature, and fields that most objects have."""

from __future__ import annotations

from collections.abc import Mapping

#: Whether an account is a person: a record of Account and one of Contact at once ("Person Accounts").
PERSON_ACCOUNT = "IsPersonAccount"

#: Fields that say of a record whether it belongs to a feature. No field permission hides them, so an org without the
#: field is an org without the feature (“Person Account Record Types”, “SOAP API Developer Guide”).
FEATURE_FIELDS = frozenset({PERSON_ACCOUNT})

#: The currency of a record's amounts, in orgs with several ("Manage Multiple Currencies").
CURRENCY = "CurrencyIsoCode"

#: When a record was created, on nearly all objects ("System Fields").
CREATED = "CreatedDate"

#: Who created a record, on nearly all objects ("System Fields").
CREATED_BY = "CreatedById"

#: When a record was last changed, and by whom, on nearly all objects ("System Fields").
MODIFIED = "LastModifiedDate"
MODIFIED_BY = "LastModifiedById"

#: The record owner, on the objects that have one ("System Fields").
OWNER = "OwnerId"

#: The day on which a record last came to another owner, and the objects that have it ("Lead").
TRANSFERRED = "LastTransferDate"
HAVING_TRANSFERRED: Mapping[str, tuple[str, ...]] = {"Lead": (TRANSFERRED,)}
