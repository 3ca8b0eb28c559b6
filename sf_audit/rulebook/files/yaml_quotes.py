"""Texts of an org in a YAML file that a person will read: whatever they hold, they stay on their line and are seen."""

from __future__ import annotations

import json


def in_double_quotes(text: str) -> str:
    """The text in double quotes, as YAML reads it back."""
    return escaped(json.dumps(text, ensure_ascii=False))


def escaped(text: str) -> str:
    """The text with what nobody sees, ends the line, or turns its direction, as YAML escapes it in double quotes."""
    return "".join(character if character.isprintable() else f"\\U{ord(character):08X}" for character in text)
