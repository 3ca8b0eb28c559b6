"""The ways into an org, each in a module of its own."""
