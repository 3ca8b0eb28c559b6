"""The org, and nothing but the org: every call to Salesforce starts in this package."""
