"""sf-audit: a read-only auditor of Salesforce orgs, and the monthly CRM health review."""

__version__ = "0.1.0"
