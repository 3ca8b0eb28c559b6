"""The records that Accounts belong to and are named by: users, contacts, opportunities and leads, made up."""

from __future__ import annotations

from pathlib import Path

import duckdb

from bench import accounts

_USERS = 400

#: The tables beside Account, and how many Accounts there are to one row of each.
_ACCOUNTS_TO_A_ROW = {"Contact": 2, "Opportunity": 10, "Lead": 10}

TABLES = ("Account", "User", *_ACCOUNTS_TO_A_ROW)


def write(rows: int, folder: Path) -> None:
    """A Parquet file of each table, with so many Accounts."""
    accounts.write(rows, folder / "Account.parquet")
    account = accounts.record_id("001", accounts.number("account", rows))
    mail = f"CASE WHEN i % 20 = 0 THEN {accounts.mail()} ELSE 'lead' || i || '@example.com' END"
    columns = {
        "User": {"Id": accounts.record_id("005", "i"), "IsActive": "i % 20 <> 0"},
        "Contact": {"Id": accounts.record_id("003", "i"), "AccountId": account},
        "Opportunity": {"Id": accounts.record_id("006", "i"), "AccountId": account, "IsClosed": "i % 3 = 0"},
        "Lead": {"Id": accounts.record_id("00Q", "i"), "Email": mail},
    }
    with duckdb.connect() as connection:
        for table, of_table in columns.items():
            several = _USERS if table == "User" else rows // _ACCOUNTS_TO_A_ROW[table]
            listed = ", ".join(f'{sql} AS "{name}"' for name, sql in of_table.items())
            path = folder / f"{table}.parquet"
            connection.execute(f"COPY (SELECT {listed} FROM range({several}) t(i)) TO '{path}' (FORMAT parquet)")
