"""Where a record opens: addresses built only from what has been validated, never from text of a record."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from sf_audit.model.review import OrgIdentity
from sf_audit.salesforce.setup_objects import WITHOUT_RECORD_PAGE

RECORD_ID = re.compile(r"[a-zA-Z0-9]{15}[A-Z0-5]{3}", re.ASCII)
API_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,79}", re.ASCII)
HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?::[0-9]{1,5})?", re.ASCII)
MY_DOMAIN = ".my.salesforce.com"


def deep_link(org: OrgIdentity, object_name: str, record_id: str) -> str | None:
    """The https address of a record in this org, or None where one cannot be built safely."""
    host = _host(org.instance_url)
    if host is None or not RECORD_ID.fullmatch(record_id):
        return None
    if not host.endswith(MY_DOMAIN) or object_name in WITHOUT_RECORD_PAGE or not API_NAME.fullmatch(object_name):
        return f"https://{host}/{record_id}"
    return f"https://{host.removesuffix(MY_DOMAIN)}.lightning.force.com/lightning/r/{object_name}/{record_id}/view"


def _host(instance_url: str) -> str | None:
    if not instance_url.isascii() or not instance_url.isprintable():
        return None
    try:
        parts = urlsplit(instance_url)
    except ValueError:
        return None
    host = parts.netloc.lower()
    return host if parts.scheme == "https" and HOST.fullmatch(host) else None
