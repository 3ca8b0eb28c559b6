"""`sf-audit demo`: a review of the embedded demo org, over real HTTP and TLS, with nothing to set up."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path

import click

from sf_audit.cli.options import log_options, profile_option
from sf_audit.cli.path_types import NamedPath
from sf_audit.demo.server.own_process import DemoProcess

RECORDS = 6000


@click.command()
@click.option("--serve", is_flag=True, help="Keep the org up and print how to reach it; Ctrl-C ends it.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="With --serve: the port; any free one if 0.")
@click.option("--traps", is_flag=True, help="Add traps for `sf-audit access`.")
@click.option("--records", type=click.IntRange(2000, 1_000_000), default=RECORDS, show_default=True)
@click.option(
    "--out",
    type=NamedPath(file_okay=False, path_type=Path),
    default=Path("demo-review"),
    show_default=True,
    help="Where the review is written.",
)
@profile_option
@log_options
@click.pass_context
def demo(  # noqa: PLR0913 - one parameter per option
    ctx: click.Context,
    *,
    serve: bool,
    port: int,
    traps: bool,
    records: int,
    out: Path,
    profile: bool,
    log_format: str,
    quiet: bool,
) -> None:
    """Review the embedded demo org: a bicycle maker with 60 users, real-looking data and planted defects.

    The same connector reads it as reads Salesforce, over TLS on 127.0.0.1. The defects that were planted are
    listed in planted.json beside the review, and worklists are in worklists/.
    """
    today = datetime.now(UTC).date()
    with tempfile.TemporaryDirectory(prefix="sf-audit-demo-") as name:
        folder = Path(name)
        if serve:
            from sf_audit.cli.demo_serve import serve_company

            serve_company(folder / "server", port, records=records, today=today, access_traps=traps)
            return
        with DemoProcess(folder / "server", records=records, today=today, access_traps=traps) as process:
            # Takes most of a second, while the other process makes the company up.
            from sf_audit.cli.demo_review import review_org

            code = review_org(process, folder, out, today=today, profile=profile, log_format=log_format, quiet=quiet)
    ctx.exit(code)
