"""Standard against enforcement, as text, JSON or CSV."""
