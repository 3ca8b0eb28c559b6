"""`sf-audit doctor`: what works, and which rules each missing permission leaves unchecked."""
