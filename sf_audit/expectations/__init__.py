"""The one door to great_expectations: what every record must keep, answered in one scan."""
