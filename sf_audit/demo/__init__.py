"""A Salesforce-compatible server on loopback with a synthetic company in it."""
