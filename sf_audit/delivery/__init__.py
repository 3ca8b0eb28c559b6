"""Where the finished review goes: published folders, anonymized copies."""
