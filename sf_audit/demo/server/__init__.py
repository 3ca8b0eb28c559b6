"""The HTTPS side of the demo org: it speaks Salesforce's wire formats on 127.0.0.1 and writes nothing."""
