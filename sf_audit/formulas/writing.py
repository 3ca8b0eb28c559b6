"""A tree as text again, on one line and without comments."""

from __future__ import annotations

from sf_audit.formulas.syntax import Call, Literal, Name, Node, walk


def written(tree: Node) -> str:
    """The formula of a tree. Operators inside operators are in parentheses, so that it reads the same again."""
    texts: dict[int, str] = {}
    for node in walk(tree):
        texts[id(node)] = _written(node, texts)
    return texts[id(tree)]


def _written(node: Node, texts: dict[int, str]) -> str:
    if isinstance(node, Name):
        return node.text
    if isinstance(node, Literal):
        return _literal(node)
    arguments = [texts[id(argument)] for argument in node.arguments]
    if node.function[0].isalpha():
        return f"{node.function}({', '.join(arguments)})"
    inner = [
        f"({text})" if isinstance(argument, Call) and not argument.function[0].isalpha() else text
        for argument, text in zip(node.arguments, arguments, strict=True)
    ]
    return f" {node.function} ".join(inner) if len(inner) > 1 else f"{node.function}{inner[0]}"


def _literal(node: Literal) -> str:
    if node.value is None:
        return "NULL"
    if isinstance(node.value, bool):
        return str(node.value).upper()
    if isinstance(node.value, str):
        escaped = node.value.replace("\\", "\\\\").replace('"', '\\"')
        for character, letter in (("\n", "n"), ("\r", "r"), ("\t", "t")):
            escaped = escaped.replace(character, f"\\{letter}")
        return f'"{escaped}"'
    return f"{node.value:f}"
