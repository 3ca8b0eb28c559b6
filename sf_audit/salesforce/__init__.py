"""Facts about the platform as data, each with the title of the document that it is from; one table per kind of fact.

Names of objects, fields, permissions and users that Salesforce gives are written here and nowhere else. What is
decided with them is decided by whoever asks.
"""
