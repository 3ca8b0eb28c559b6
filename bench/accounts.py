"""Made-up Accounts, 30 columns wide, with the faults that real ones have; the same each time."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb

INDUSTRIES = "Agriculture Apparel Banking Biotechnology Chemicals Communications Construction Energy Retail Utilities"
COUNTRIES = "US GB DE FR CA AU IN JP BR MX"
STATES = "CA NY TX FL WA IL MA CO GA NC"
AREAS = "205 212 303 305 312 404 415 503 512 602 617 650 702 713 804 907"
KINDS = "Customer Prospect Partner Competitor Other"


def write(rows: int, path: Path) -> None:
    """A Parquet file of Accounts."""
    columns = ", ".join(f'{sql} AS "{name}"' for name, sql in _columns(rows).items())
    with duckdb.connect() as connection:
        connection.execute(f"COPY (SELECT {columns} FROM range({rows}) t(i)) TO '{path}' (FORMAT parquet, CODEC zstd)")


def _columns(rows: int) -> dict[str, str]:
    return {
        "Id": record_id("001", "i"),
        "Name": f"CASE {_case('nm', 5, 'NULL')} {_case('nm', 12, _text('Test account'))} {_case('nm', 15, _text('X'))} "
        f"ELSE {_pick('nm1', 'Acme Globex Müller Søndergård Łódź')}||' '||{number('a', max(50, rows // 20))}||' '||"
        f"{_pick('b', 'Inc LLC GmbH Ltd')} END",
        "Type": _field("ty", KINDS, empty=60, wrong="customer CUST"),
        "Industry": _field("ind", INDUSTRIES, empty=120, wrong="Misc N/A"),
        "AccountNumber": f"CASE {_case('an', 10, _text('acc') + '||i')} {_case('an', 13, _text('ACC-00000007'))} "
        "ELSE 'ACC-'||lpad(i::VARCHAR, 8, '0') END",
        "Site": _field("site", "HQ Branch Plant Warehouse", empty=600),
        "Phone": _phone("ph", 80),
        "Fax": _phone("fx", 600),
        "Website": f"CASE {_case('ws', 150, 'NULL')} {_case('ws', 170, _text('www example com'))} "
        f"ELSE 'https://www.example'||{number('w1', 200_000)}||'.com/about' END",
        "AnnualRevenue": f"CASE {_case('ar', 200, 'NULL')} {_case('ar', 205, '-1.0')} "
        f"ELSE round({number('ar1', 1_000_000_000)} / 10.0, 2) END::DOUBLE",
        "NumberOfEmployees": f"CASE {_case('ne', 150, 'NULL')} {_case('ne', 160, '0')} "
        f"ELSE 1 + {number('e1', 20_000)} END",
        "Ownership": _field("own", "Public Private Subsidiary Other", empty=100, wrong="public"),
        "TickerSymbol": _field("tk", "ACM GLB TCH BLU SUN", empty=500, wrong="tick1"),
        "Rating": _field("rat", "Hot Warm Cold", empty=300, wrong="hot"),
        **_addresses(),
        "OwnerId": record_id("005", number("ow", 400)),
        "ParentId": f"CASE {_case('pa', 800, 'NULL')} {_case('pa', 806, _text('001ZZZZZZZZZZZZAAA'))} "
        f"{_case('pa', 807, record_id('001', 'i'))} "
        f"ELSE {record_id('001', number('pa1', rows))} END",
        "CreatedDate": f"TIMESTAMP '2015-01-01' + to_seconds({number('cd', 376_000_000)})",
        "LastModifiedDate": f"TIMESTAMP '2015-01-01' + to_seconds({number('cd', 376_000_000)} + "
        f"CASE {_case('lm', 6, '-86400')} ELSE {number('lm1', 50_000_000)} END)",
        "LastActivityDate": f"CASE {_case('la', 250, 'NULL')} ELSE DATE '2022-01-01' + {number('la1', 1750)}::INT END",
        "Email__c": f"CASE {_case('em', 180, 'NULL')} {_case('em', 205, _text('bad.email@') + '||i')} "
        f"ELSE {mail()} END",
    }


def _addresses() -> dict[str, str]:
    return {
        "BillingStreet": f"CASE {_case('bs', 70, 'NULL')} {_case('bs', 72, _text('card 4111 1111 1111 1111'))} "
        f"ELSE {number('b1', 9999)}||' Main St,'||chr(10)||'Suite 5' END",
        "BillingCity": _field("bc", "Springfield Riverton Köln Lyon Austin Denver Leeds Osaka", empty=80),
        "BillingState": _field("bst", STATES, empty=150, wrong="Calif XX"),
        "BillingPostalCode": _postal_code("bz", 60),
        "BillingCountry": _field("bco", "US US US US US " + COUNTRIES, empty=50, wrong="USA Deutschland Nowhere"),
        "ShippingStreet": f"CASE {_case('ss', 300, 'NULL')} ELSE {number('s1', 9999)}||' Elm Ave' END",
        "ShippingCity": _field("sc", "Springfield Riverton Austin Denver", empty=300),
        "ShippingState": _field("sst", STATES, empty=300, wrong="Calif"),
        "ShippingPostalCode": _postal_code("sz", 300),
        "ShippingCountry": _field("sco", "US US US US US " + COUNTRIES, empty=50, wrong="USA"),
    }


def number(salt: str, below: int) -> str:
    """A number from 0, the same for each row `i` and salt, as SQL."""
    return f"(hash(i, '{salt}') % {below})::BIGINT"


def mail() -> str:
    """The e-mail address of an Account that has a right one, as SQL."""
    return f"'user'||{number('em1', 900_000)}||'@example'||{number('em2', 5000)}||'.com'"


def _case(salt: str, below: int, value: str) -> str:
    return f"WHEN {number(salt, 1000)} < {below} THEN {value}"


def _text(value: str) -> str:
    return f"'{value}'"


def _among(salt: str, values: Sequence[str]) -> str:
    listed = ", ".join(map(_text, values))
    return f"([{listed}])[1 + {number(salt, len(values))}]"


def _pick(salt: str, values: str) -> str:
    return _among(salt, values.split())


def _field(salt: str, values: str, *, empty: int, wrong: str = "") -> str:
    """A field that is empty, and wrong, for so many in a thousand."""
    faults = _case(f"{salt} fault", empty + 20, _pick(f"{salt} wrong", wrong)) if wrong else ""
    return f"CASE {_case(f'{salt} fault', empty, 'NULL')} {faults} ELSE {_pick(salt, values)} END"


def record_id(prefix: str, counted: str) -> str:
    """An id of 18 characters, as SQL."""
    return f"'{prefix}'||lpad(upper(to_base({counted}, 36)), 12, '0')||'AAA'"


def _phone(salt: str, empty: int) -> str:
    line = f"'+1 ('||{_pick(salt + '1', AREAS)}||') '||(200 + {number(salt + '2', 700)})||'-'"
    return (
        f"CASE {_case(salt, empty, 'NULL')} {_case(salt, empty + 30, _text('call me ') + '||i')} "
        f"ELSE {line}||(1000 + {number(salt + '3', 9000)}) END"
    )


def _postal_code(salt: str, empty: int) -> str:
    return (
        f"CASE {_case(salt, empty, 'NULL')} {_case(salt, empty + 40, _text('ABC 5'))} "
        f"ELSE lpad({number(salt + '1', 99_999)}::VARCHAR, 5, '0') END"
    )
