"""What is the case, for every rule: asked of its check, and looked at before it is believed."""
