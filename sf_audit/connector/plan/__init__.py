"""What will be asked of the org, and what it costs."""
