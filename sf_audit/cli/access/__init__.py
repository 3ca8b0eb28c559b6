"""`sf-audit access` and its subcommands."""
