"""From a plan to the tables of a snapshot."""
