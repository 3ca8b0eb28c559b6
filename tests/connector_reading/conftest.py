"""The fixtures of reading_org.py, for all tests of this folder."""

from reading_org import client, contact_rows, org, patience, reading_authority

__all__ = ["client", "contact_rows", "org", "patience", "reading_authority"]
