"""The REST and Tooling resources, one reader for each."""
