"""Formulas of our own, as validation rules have them, and what is left of each when one character gets lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

#: What is true of an empty field `Reason__c`, in the ways in which people write it.
EMPTY = (
    "ISBLANK(Reason__c)",
    "ISBLANK( Reason__c )",
    "isblank(Reason__c)",
    "NOT(NOT(ISBLANK(Reason__c)))",
    "ISBLANK(TRIM(Reason__c))",
    'Reason__c = ""',
    "Reason__c == ''",
    "LEN(Reason__c) = 0",
    "LEN(TRIM(Reason__c)) < 1",
    "NOT(LEN(Reason__c) > 0)",
    'IF(ISBLANK(Reason__c), "no", "yes") = "no"',
    'BLANKVALUE(Reason__c, "none") = "none"',
    'NOT(REGEX(Reason__c, "[A-Z].*"))',
)

#: Who is let through, or which records are meant.
GATES = (
    "NOT($Permission.Bypass_Rules)",
    '$Profile.Name <> "System Administrator"',
    "!$Permission.ns__Bypass",
    '$UserRole.DeveloperName != "Integration"',
    '$User.Username <> "import@example.com"',
    "NOT($Setup.Switches__c.Rules_Off__c)",
    "$CustomMetadata.Switch__mdt.Rules.On__c",
    'RecordType.DeveloperName = "Partner"',
    '$RecordType.Name <> "Person"',
    "$User.Id <> OwnerId",
    'ISPICKVAL(StageName, "Closed Won")',
    'TEXT(StageName) = "Closed Won"',
    'CASE(StageName, "Closed Won", 1, "Closed Lost", 1, 0) = 1',
    'INCLUDES(Interests__c, "Travel; rail")',
    "Amount > 10000",
    "Amount * (1 - Discount__c / 100) >= 5000 + Fee__c",
    "CloseDate < TODAY() + 30",
    "CloseDate <= DATE(2027, 12, 31)",
    "ISCHANGED(StageName)",
    'ISPICKVAL(PRIORVALUE(StageName), "Open")',
    "ISNEW()",
    "NOT(ISNEW())",
    'Account.Industry = "Banking"',
    "Account.Parent.Owner.IsActive",
    'Parent__r.Name <> "Test"',
    'CONTAINS(LOWER(Name), "test")',
    'BEGINS(Phone, "+49") && LEN(Phone) > 6',
    "(Probability = 1 || Probability = 0.5)",
    "MOD(Quantity__c, 2) = 1",
    "VLOOKUP($ObjectType.Zip__c.Fields.City__c, $ObjectType.Zip__c.Fields.Name, LEFT(Zip__c, 5)) <> City__c",
)

#: One of everything.
SINGLE = (
    "TRUE",
    "false",
    "NuLL",
    "Field",
    "Custom__c",
    "ns__Field__c",
    "Account.Industry",
    "Parent__r.Parent__r.Name",
    "Owner:User.Email",
    "Amount__c:SUM / RowCount",
    "Parent__r.ns__Child__r.ns__Field__c",
    "PBE2.Product2.Name",
    "$ObjectType.Zip__c.Fields.City__c",
    "Person__pc",
    "Place__Latitude__s",
    "$User.Id",
    "$Profile.Id",
    "$Organization.Name",
    "$Api.Session_ID",
    "$System.OriginDateTime",
    "$Label.ns__Text",
    "$Setup.ns__Settings__c.Limit__c",
    "$CustomMetadata.Country__mdt.DE.Code__c",
    "$Permission.Skip",
    "NOT a",
    "!a",
    "a && b || c && !d",
    "(a || b) && c",
    "a = b = c",
    "a < b = (c >= d)",
    "1 + 2 * 3 - 4 / 5",
    "2 ^ 3 ^ 2",
    "2 * 3 ^ 4",
    "- 5 + a",
    "a - -3",
    "a & b & 'c'",
    'a + "text" + c',
    '"it\'s"',
    "'say \"so\"'",
    '"a \\"quoted\\" word"',
    "'it\\'s'",
    '"back\\\\slash \\n \\r \\t"',
    '"Größe: 北京 🚀 é"',
    '""',
    "''",
    "12345678901234567890.123456789",
    "0.5",
    "NOTE__c",
    "TrueNorth",
    "Nullable__c",
    "CASE(1, 1, 2, 3)",
    "CASE(MONTH(D__c), 1, 31, 2, 28, 3, 31, 30)",
    "IF(a, IF(b, 1, 2), IF(c, 3, 4)) = 1",
    "AND(a)",
    "OR(a, b, c, d, e, f, g, h)",
    "MAX(a, b, c)",
    "MIN(a, b)",
    "ROUND(a / b, 2)",
    "TEXT(NOW())",
    "DATEVALUE(CreatedDate) > DATE(2020, 1, 31)",
    "YEAR(D__c) = YEAR(TODAY())",
    "WEEKDAY(D__c) = 7",
    "ADDMONTHS(D__c, 3) < E__c",
    "LPAD(a, 5, '0')",
    "LPAD(a, 5)",
    "FIND('@', Email)",
    "FIND('@', Email, 2) > 0",
    "SUBSTITUTE(Phone, '-', '')",
    "MID(a, 2, 3) = 'abc'",
    "DISTANCE(GEOLOCATION(a, b), GEOLOCATION(37.775, -122.418), 'mi') < 20",
    "UPPER(a)",
    "UPPER(a, 'en')",
    "FORMATDURATION(a)",
    "FORMATDURATION(a, b)",
    "PICKLISTCOUNT(a) > 2",
    "CURRENCYRATE(CurrencyIsoCode)",
    "CASESAFEID(Id)",
    "ISNUMBER(a)",
    "ISCLONE()",
    "PI()",
    "MCEILING(a) - MFLOOR(b)",
    "SOMETHING_NEW(a, b, c)",
)

#: Comments wherever there may be some.
COMMENTED = (
    "/* first */ a",
    "a /* last */",
    "/** stars **/ ISBLANK /* between */ ( /* inside */ a /* and */ ) /* after */",
    "IF( /* when, then */ a, /* else ) */ b, c)",
    "a /* one\ntwo\nthree */ = b",
    "/* * ** / */ a",
    '"/* no comment */"',
    "/**/ a",
    "AND(\n  /* the field */\n  ISBLANK(a),\n\n  /* the gate */\n  NOT($Permission.B)\n)",
)

WITH_GATES = tuple(
    formula for empty, gate in product(EMPTY, GATES) for formula in (f"AND({empty},\n  {gate})", f"{empty} && ({gate})")
)
ALL = (*SINGLE, *COMMENTED, *EMPTY, *GATES, *WITH_GATES)

#: Fewer of them, one of everything still.
FEWER = (*SINGLE, *COMMENTED, *EMPTY, *GATES, *WITH_GATES[::9])

_SILENT = re.compile(r"/\*[\s\S]*?\*/|\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'")


def without_one(formula: str) -> Iterator[str]:
    """The formula without one of its parentheses or commas, those in texts and comments aside."""
    silent = [match.span() for match in _SILENT.finditer(formula)]
    for position, character in enumerate(formula):
        if character in "()," and not any(start <= position < end for start, end in silent):
            yield formula[:position] + formula[position + 1 :]
