"""Lets `python -m sf_audit` do what `sf-audit` does."""

from sf_audit.cli import main

if __name__ == "__main__":
    main()
