"""Facts about the platform as data, each with the document that it comes from: one table per kind of fact."""
