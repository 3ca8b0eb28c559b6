"""The words that settings are written in: shares, ages, fields, values, and which records are meant."""
