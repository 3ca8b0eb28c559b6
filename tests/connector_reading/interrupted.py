"""A process of its own that reads an org as `sf-audit` does, to be interrupted: `interrupted.py URL CA_FILE FOLDER`."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from sf_audit.cli.interrupts import Interrupts
from sf_audit.connector.collect.collect import NullProgress, Settings
from sf_audit.connector.http.hosts import Hosts
from sf_audit.connector.http.transport import Wire
from sf_audit.connector.signin.credentials import ClientCredentials
from sf_audit.connector.signin.signin import sign_in
from sf_audit.exit_codes import ExitCode
from sf_audit.model.review import OrgIdentity
from sf_audit.review.run import Wanted, gather_into
from sf_audit.snapshot.needs import need
from tests.connector_reading.reading_org import ORG_ID


def main(url: str, ca_file: str, folder: str) -> None:
    Interrupts().install()
    wire = Wire(hosts=Hosts.trusting(url.removeprefix("https://")), ca_bundle=Path(ca_file))
    org = OrgIdentity(ORG_ID, "Acme", False, url, "America/New_York", "Enterprise Edition")
    wanted = Wanted(datetime.now(UTC), [need("Contact", "Name"), need("Lead", "Name")])
    with sign_in(ClientCredentials(url, "key", "secret"), wire) as client:
        gather_into(Path(folder), client, org, wanted, NullProgress(), Settings(bulk_from=100))


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(ExitCode.INTERRUPTED)
