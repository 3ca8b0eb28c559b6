"""How fast sixty standards are judged on made-up Accounts, beside a pass written by hand and other tools."""
