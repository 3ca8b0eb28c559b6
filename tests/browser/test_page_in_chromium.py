"""The page as people meet it: harmless, readable by everybody, on a phone, on paper and without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog, Page

pytestmark = pytest.mark.browser

REVIEWS = ["review.html", "review-hostile.html", "review-redacted.html"]
PAGES = [*REVIEWS, "worklist.html", "worklist-hostile.html", "worklists.html", "weekly.html", "weekly-hostile.html"]
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_read_it(browser: Browser, axe: str, pages: Path, name: str, scheme: str) -> None:
    with _opened(browser, pages / name, color_scheme=scheme, bypass_csp=True) as page:
        page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
        page.evaluate(axe)

        found = page.evaluate("(tags) => axe.run(document, {runOnly: tags})", WCAG)

    assert [(broken["id"], broken["nodes"][0]["html"]) for broken in found["violations"]] == []
    assert len(found["passes"]) >= 25


@pytest.mark.parametrize("name", PAGES)
def test_it_asks_nobody_and_runs_nothing_but_its_own(browser: Browser, pages: Path, name: str) -> None:
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

    page.goto((pages / name).as_uri())
    page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
    if name in REVIEWS:
        page.locator("#filter").fill("renewal")
    page.wait_for_timeout(200)
    context.close()

    assert happened == [(pages / name).as_uri()]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [320, 600, 900, 1400])
def test_nothing_sticks_out(browser: Browser, pages: Path, name: str, width: int) -> None:
    with _opened(browser, pages / name, viewport={"width": width, "height": 800}) as page:
        page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")

        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_it_is_whole_without_javascript(browser: Browser, pages: Path) -> None:
    with _opened(browser, pages / "review.html", java_script_enabled=False) as page:
        assert page.locator("h1").inner_text().startswith("Nordwind Logistik")
        assert page.locator(".risks tbody tr").count() == 5
        assert not page.locator("#filter").is_visible()

        page.locator("#work summary").first.click()

        assert page.locator("#work details").first.locator("a[href^='https://nordwind.lightning']").first.is_visible()


def test_a_risk_leads_to_its_open_rule(browser: Browser, pages: Path) -> None:
    with _opened(browser, pages / "review.html") as page:
        page.locator(".risks a").first.click()

        assert page.get_by_text("Remove the permission set from the user").is_visible()


def test_the_filter_keeps_what_it_is_asked_for(browser: Browser, pages: Path) -> None:
    with _opened(browser, pages / "review.html") as page:
        page.locator("#filter").fill("legacy etl")

        assert page.locator("#work details.rule:not([hidden])").count() == 1
        assert page.locator("output").inner_text() == "1 found"

        page.locator("#filter").fill("")

        assert page.locator("#work details.rule:not([hidden])").count() == 6


def test_paper_shows_closed_parts(browser: Browser, pages: Path) -> None:
    with _opened(browser, pages / "review.html", java_script_enabled=False) as page:
        page.emulate_media(media="print")

        assert page.get_by_text("Write a description and help text in Object Manager.").is_visible()
        assert not page.locator("nav").is_visible()


def test_the_keyboard_reaches_the_content_first(browser: Browser, pages: Path) -> None:
    with _opened(browser, pages / "review.html") as page:
        page.keyboard.press("Tab")

        assert page.evaluate("document.activeElement.textContent") == "Skip to the review"
        assert page.locator(".skip").bounding_box() is not None
        assert page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0


@contextmanager
def _opened(browser: Browser, path: Path, **options: object) -> Iterator[Page]:
    context = browser.new_context(**options)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(path.as_uri())
    yield page
    context.close()
