"""Every pair of colours that stands on the page can be told apart, in light, in dark and on paper (WCAG 2.2 AA)."""

from __future__ import annotations

import re

import pytest

from sf_audit.bundled import bundled

SCHEMES = ["light", "dark", "paper"]
TEXT = [
    *((ink, paper) for ink in ("text", "muted", "link") for paper in ("page", "card", "sunk")),
    *((ink, "card") for ink in ("good", "watch", "act", "none", "unseen")),
    ("act", "sunk"),
    ("text", "notice"),
    ("act", "act-soft"),
    ("watch", "watch-soft"),
    ("on-act", "act"),
]
SHAPES = [(ink, "card") for ink in ("good", "watch", "act", "none", "unseen", "link", "muted")]


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("ink", "paper"), TEXT)
def test_text_is_readable(scheme: str, ink: str, paper: str) -> None:
    palette = _palettes()[scheme]

    assert _contrast(palette[ink], palette[paper]) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("ink", "paper"), SHAPES)
def test_shapes_are_visible(scheme: str, ink: str, paper: str) -> None:
    palette = _palettes()[scheme]

    assert _contrast(palette[ink], palette[paper]) >= 3


def test_colours_are_named_once() -> None:
    light, dark, paper = _palettes().values()

    assert set(light) == set(dark) == set(paper)
    rest = re.sub(r":root \{.*?\}", "", _css(), flags=re.DOTALL)
    assert re.findall(r"#[0-9a-f]{3,8}\b(?=[^{]*;)", rest) == []


def test_contrast_is_measured_as_wcag_says() -> None:
    assert _contrast("#000000", "#ffffff") == 21
    assert round(_contrast("#767676", "#ffffff"), 2) == 4.54


def _palettes() -> dict[str, dict[str, str]]:
    roots = re.findall(r":root \{(.*?)\}", _css(), flags=re.DOTALL)
    return {
        name: dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", root)) for name, root in zip(SCHEMES, roots, strict=True)
    }


def _css() -> str:
    return (bundled("reports") / "review.css").read_text(encoding="utf-8")


def _contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[place : place + 2], 16) / 255) for place in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
