"""Who holds which permission sets now, through which assignment."""
