"""Tells people that a review has arrived, or that none has: by mail, by a webhook, or through Apprise."""
