"""What the project is built with; not in the wheel."""
