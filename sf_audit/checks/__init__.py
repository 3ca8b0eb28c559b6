"""One verb a file; the file is named after the verb."""
