"""The questions that a record check can ask of each record, one file for each: see `Ask`."""

from __future__ import annotations

from sf_audit.expectations.asks.adds_up import AddsUp, Children, Total
from sf_audit.expectations.asks.allowed_email import AllowedEmail
from sf_audit.expectations.asks.ask import Ask
from sf_audit.expectations.asks.between import Between, LengthBetween
from sf_audit.expectations.asks.days_apart import DaysApart
from sf_audit.expectations.asks.days_from_today import DaysFromToday
from sf_audit.expectations.asks.filled import Filled
from sf_audit.expectations.asks.filled_count import FilledCount
from sf_audit.expectations.asks.in_order import InOrder
from sf_audit.expectations.asks.matches import Matches
from sf_audit.expectations.asks.matches_by import MatchesBy
from sf_audit.expectations.asks.names_record import NamesRecord
from sf_audit.expectations.asks.no_cycle import NoCycle
from sf_audit.expectations.asks.no_personal_data import NoPersonalData
from sf_audit.expectations.asks.no_placeholder import NoPlaceholder
from sf_audit.expectations.asks.not_elsewhere import NotElsewhere
from sf_audit.expectations.asks.not_outlier import NotOutlier
from sf_audit.expectations.asks.not_pushed import MovesByChanges, MovesByRows, NotPushed
from sf_audit.expectations.asks.offered import Offered
from sf_audit.expectations.asks.one_of import EachOneOf, OneOf
from sf_audit.expectations.asks.one_of_many import OneOfMany, are_many
from sf_audit.expectations.asks.places import IsCountry, IsPostalCode, IsState
from sf_audit.expectations.asks.really_filled import ReallyFilled
from sf_audit.expectations.asks.refers_to import RefersTo
from sf_audit.expectations.asks.related import Related
from sf_audit.expectations.asks.stage_age import Entered, EnteredAt, EnteredByChanges, EnteredByRows, StageAge
from sf_audit.expectations.asks.unique import Unique
from sf_audit.expectations.asks.unless import Unless
from sf_audit.expectations.asks.valid_email import ValidEmail
from sf_audit.expectations.asks.valid_phone import ValidPhone
from sf_audit.expectations.asks.web_address import WebAddress

__all__ = [
    "AddsUp",
    "AllowedEmail",
    "Ask",
    "Between",
    "Children",
    "DaysApart",
    "DaysFromToday",
    "EachOneOf",
    "Entered",
    "EnteredAt",
    "EnteredByChanges",
    "EnteredByRows",
    "Filled",
    "FilledCount",
    "InOrder",
    "IsCountry",
    "IsPostalCode",
    "IsState",
    "LengthBetween",
    "Matches",
    "MatchesBy",
    "MovesByChanges",
    "MovesByRows",
    "NamesRecord",
    "NoCycle",
    "NoPersonalData",
    "NoPlaceholder",
    "NotElsewhere",
    "NotOutlier",
    "NotPushed",
    "Offered",
    "OneOf",
    "OneOfMany",
    "ReallyFilled",
    "RefersTo",
    "Related",
    "StageAge",
    "Total",
    "Unique",
    "Unless",
    "ValidEmail",
    "ValidPhone",
    "WebAddress",
    "are_many",
]
