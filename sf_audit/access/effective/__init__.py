"""The union of all that a user holds, once per distinct signature, with the paths that grant it."""
