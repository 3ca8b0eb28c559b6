"""The page of `sf-audit access why --html` as people meet it: harmless, readable, on a phone, on paper, no script."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog, Page

from tests.browser.access_pages import ANSWERS, HOSTILE, PAGES

pytestmark = pytest.mark.browser

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NAMES = sorted(PAGES)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All pages as files."""
    made = tmp_path_factory.mktemp("access")
    for name, text in PAGES.items():
        (made / f"{name}.html").write_text(text, encoding="utf-8")
    return made


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_read_it(browser: Browser, axe: str, folder: Path, name: str, scheme: str) -> None:
    with _opened(browser, folder, name, color_scheme=scheme, bypass_csp=True) as page:
        page.evaluate(axe)

        found = page.evaluate("(tags) => axe.run(document, {runOnly: tags})", WCAG)

    assert [(broken["id"], broken["nodes"][0]["html"]) for broken in found["violations"]] == []
    assert len(found["passes"]) > 15


@pytest.mark.parametrize("name", NAMES)
def test_it_asks_nobody_and_runs_nothing(browser: Browser, folder: Path, name: str) -> None:
    happened: list[str] = []
    context = browser.new_context()
    page = context.new_page()

    def dismissed(dialog: Dialog) -> None:
        happened.append(dialog.message)
        dialog.dismiss()

    page.on("request", lambda request: happened.append(request.url))
    page.on("console", lambda message: happened.append(message.text))
    page.on("pageerror", lambda error: happened.append(str(error)))
    page.on("dialog", dismissed)

    page.goto((folder / f"{name}.html").as_uri())
    page.wait_for_timeout(100)
    scripts = page.locator("script").count()
    context.close()

    assert happened == [(folder / f"{name}.html").as_uri()]
    assert scripts == 0


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("width", [320, 600, 1400])
def test_nothing_sticks_out(browser: Browser, folder: Path, name: str, width: int) -> None:
    with _opened(browser, folder, name, viewport={"width": width, "height": 800}) as page:
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("name", NAMES)
def test_no_text_of_the_picture_leaves_its_box(browser: Browser, folder: Path, name: str) -> None:
    with _opened(browser, folder, name) as page:
        outside = page.evaluate(
            """() => [...document.querySelectorAll('svg.ways g')].flatMap((group) => {
                const box = group.querySelector('rect').getBoundingClientRect();
                return [...group.querySelectorAll('text')]
                    .map((text) => [text.textContent, text.getBoundingClientRect()])
                    .filter(([, one]) => one.left < box.left - 1 || one.right > box.right + 1)
                    .map(([words]) => words);
            })"""
        )

    assert outside == []


@pytest.mark.parametrize("name", NAMES)
def test_it_is_whole_without_javascript(browser: Browser, folder: Path, name: str) -> None:
    with _opened(browser, folder, name, java_script_enabled=False) as page:
        assert page.locator("h1").is_visible()
        assert page.locator("#answer + .answer").is_visible()
        for one in page.locator("main li").all():
            assert one.is_visible()
        assert page.locator(".ways-list li").count() == len(ANSWERS[name].ways)


def test_open_activated_and_closed_ways_are_apart(browser: Browser, folder: Path) -> None:
    with _opened(browser, folder, "usual") as page:
        lists = {
            title.inner_text(): title.locator("xpath=following-sibling::ul[1]").locator("li").all_inner_texts()
            for title in page.locator("section[aria-labelledby=every-way] h3").all()
        }

    assert list(lists) == ["Ways", "Ways that a session must activate first", "Closed ways"]
    assert lists["Closed ways"] == [
        "permission set Data_Migration_2024; expired on 2026-11-21",
        "permission set group Service_Leads; muted in group Service_Leads",
    ]


def test_hostile_names_are_words(browser: Browser, folder: Path) -> None:
    with _opened(browser, folder, "hostile") as page:
        said = page.locator("h1").inner_text()

    assert HOSTILE.partition("\x1b")[0] in said
    assert "<script>alert(1)</script>" in said
    assert "\u202e" not in said


@pytest.mark.parametrize("name", NAMES)
def test_paper_holds_the_whole_picture_and_every_way(browser: Browser, folder: Path, name: str) -> None:
    with _opened(browser, folder, name, viewport={"width": 700, "height": 900}) as page:
        page.emulate_media(media="print", color_scheme="light")

        assert page.evaluate(
            """() => [...document.querySelectorAll('.scroll')].every((one) => one.scrollWidth <= one.clientWidth + 1)"""
        )
        tallest = page.evaluate("Math.max(0, ...[...document.querySelectorAll('svg')].map((one) => one.clientHeight))")
        background = page.evaluate("getComputedStyle(document.body).backgroundColor")

    assert tallest < 700, "the picture and what stands over it fit on one sheet"
    assert background in {"rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"}


def test_the_keyboard_can_scroll_the_picture(browser: Browser, folder: Path) -> None:
    with _opened(browser, folder, "usual", viewport={"width": 320, "height": 800}) as page:
        page.keyboard.press("Tab")

        assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Picture of the ways"


@contextmanager
def _opened(browser: Browser, folder: Path, name: str, **options: object) -> Iterator[Page]:
    context = browser.new_context(**options)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto((folder / f"{name}.html").as_uri())
    yield page
    context.close()
