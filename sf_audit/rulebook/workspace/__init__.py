"""What one workspace makes of the rules: owners, overrides, waivers, approvals."""
