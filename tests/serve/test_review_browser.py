"""A hundred statements judged by keyboard, and what two windows make of the same one, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from playwright.sync_api import Browser, Page, expect

from reportedly.ledger import Ledger
from reportedly.serve.app import create_app
from reportedly.serve.settings import Settings
from tests.ledger.stories import reading_of
from tests.serve.browsing import THEMES, WIDTHS, Theme, overflow, picture, violations, window
from tests.serve.conftest import serve

PEOPLE = ("Ada Berg", "Bo Ek", "Carl Ode", "Dora Ask", "Eva Lund")


def babble(words: Random) -> str:
    """Eight words of no language: stories that share words are reprints of each other."""
    return " ".join("".join(words.choices("bdfgklmnprst", k=2) + words.choices("aeiou", k=2)) for _ in range(8))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[tuple[str, Ledger]]:
    """A workbench with a hundred statements that nobody has looked at, five a story."""
    where = str(tmp_path / "ledger.db")
    with Ledger.open(where, create=True) as ledger:
        for number in range(20):
            words = Random(number)
            lines = [f"{name}: the {babble(words)} closes [RETREAT future] 𝒳 {babble(words)} and more." for name in PEOPLE]
            ledger.put(reading_of(f"Pier {number}\n\n" + "\n".join(lines), title=f"Pier {number}", published="2024-03-12"))
        app = create_app(where, Settings(somebody="ann", requests_a_minute=100_000, spool=tmp_path / "spool"))
        for address in serve(app):
            yield address, ledger


def current(page: Page) -> str:
    found: str = page.locator(".case.current").get_attribute("data-case") or ""
    return found


def test_a_hundred_statements_are_judged_by_keyboard(desk: tuple[str, Ledger], chromium: Browser) -> None:
    address, ledger = desk
    with window(chromium, f"{address}/review") as page:
        expect(page.locator("#left")).to_have_text("100 to look at, the least sure first")
        seen = set()
        for number in range(100):
            expect(page.locator(".case.current:not(.judged, .sending)")).to_have_count(1)
            seen.add(current(page))
            page.keyboard.press("r" if number % 10 == 9 else "a")
        expect(page.locator("#left")).to_have_text("100 judged of 100 to look at, the least sure first")
        assert len(seen) == 100
    assert len(ledger.corrections(limit=200)) == 100
    assert ledger.queue().left == 0
    assert ledger.counts().statements == 90


def test_back_and_forth_and_undo(desk: tuple[str, Ledger], chromium: Browser) -> None:
    address, ledger = desk
    with window(chromium, f"{address}/review") as page:
        first = current(page)
        page.keyboard.press("j")
        second = current(page)
        page.keyboard.press("k")
        assert current(page) == first != second
        page.keyboard.press("r")
        expect(page.locator(".case.judged")).to_have_count(1)
        expect(page.locator("#told")).to_contain_text("rejected")
        assert current(page) == second
        page.keyboard.press("u")
        expect(page.locator(".case.judged")).to_have_count(0)
        assert current(page) == first
        assert ledger.counts().statements == 100
        page.locator("#keys").uncheck()
        page.keyboard.press("a")
        page.wait_for_timeout(200)
        expect(page.locator(".case.judged")).to_have_count(0)
    assert ledger.corrections()[0].undone_by == "ann"


def test_words_are_put_right_by_selecting_them(desk: tuple[str, Ledger], chromium: Browser) -> None:
    """Behind a character of two code units, too: the ledger counts code points."""
    address, ledger = desk
    with window(chromium, f"{address}/review") as page:
        page.evaluate("""() => {
            const mark = document.querySelector(".case.current mark.content").firstChild;
            const range = document.createRange();
            range.setStart(mark, mark.data.indexOf("and more"));
            range.setEnd(mark, mark.data.indexOf("and more") + "and more".length);
            getSelection().removeAllRanges();
            getSelection().addRange(range);
        }""")
        bar = page.locator(".chosen")
        expect(bar).to_contain_text("and more")
        picture(page, "review-words")
        bar.get_by_role("button", name="These are the words").click()
        expect(page.locator(".case.current [data-words]")).to_have_value("and more")
        page.keyboard.press("Enter")  # the button that keeps it has the focus
        expect(page.locator(".case.judged")).to_have_count(1)
    assert [type(made.what).__name__ for made in ledger.corrections()] == ["WordsChanged"]
    reading = ledger.reading(ledger.corrections()[0].document)
    assert [said.text for said in reading.statements if said.confidence == 1.0] == ["and more"]


def test_another_speaker_is_given_by_keyboard_alone(desk: tuple[str, Ledger], chromium: Browser) -> None:
    address, ledger = desk
    with window(chromium, f"{address}/review") as page:
        page.keyboard.press("e")
        expect(page.locator(".case.current [data-words]")).to_be_focused()
        page.keyboard.press("Tab")
        page.keyboard.type("Eva")
        page.locator(".case.current [data-act=change]").focus()
        page.keyboard.press("Enter")
        expect(page.locator(".case.judged")).to_have_count(1)
    (made,) = ledger.corrections()
    assert made.what.speaker.name == "Eva Lund"  # type: ignore[union-attr]


def test_a_change_that_cannot_be_is_said_where_it_was_made(desk: tuple[str, Ledger], chromium: Browser) -> None:
    address, ledger = desk
    with Refusing(chromium, f"{address}/review") as page:
        page.keyboard.press("e")
        page.locator(".case.current [data-words]").fill("words that nobody printed")
        page.locator(".case.current [data-act=change]").click()
        expect(page.locator(".case.current .wrong")).to_contain_text("has no words")
        expect(page.locator(".case.current [data-words]")).to_have_value("words that nobody printed")
    assert ledger.corrections() == []


class Refusing:
    """A window in which the server's refusals, which Chromium writes on its console, are no mistake of the page."""

    def __init__(self, browser: Browser, address: str) -> None:
        self._context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
        self._address = address

    def __enter__(self) -> Page:
        page = self._context.new_page()
        page.goto(self._address)
        page.wait_for_load_state("networkidle")
        return page

    def __exit__(self, *exception: object) -> None:
        self._context.close()


def test_the_slower_of_two_sees_both_and_keeps_his(desk: tuple[str, Ledger], chromium: Browser) -> None:
    address, ledger = desk
    with Refusing(chromium, f"{address}/review") as slow:
        with window(chromium, f"{address}/review") as fast:
            fast.keyboard.press("r")
            expect(fast.locator(".case.judged")).to_have_count(1)
        slow.keyboard.press("a")
        expect(slow.get_by_role("heading", name="Somebody was faster")).to_be_visible()
        expect(slow.locator("main")).to_contain_text("It is gone")
        assert violations(slow) == []
        slow.get_by_role("button", name="Keep mine as well").click()
        expect(slow.locator(".kept")).to_contain_text("Kept.")
    assert [type(made.what).__name__ for made in ledger.corrections()] == ["StatementAccepted", "StatementRejected"]
    assert ledger.counts().statements == 100


def test_without_script_every_case_is_a_form(desk: tuple[str, Ledger], chromium: Browser) -> None:
    address, ledger = desk
    with window(chromium, f"{address}/review", script=False) as page:
        expect(page.locator(".case-body").first).to_be_visible()
        expect(page.locator(".case-body").nth(9)).to_be_visible()
        page.locator(".mend summary").first.click()
        page.locator("[data-words]").first.fill("closes [RETREAT future]")
        page.get_by_role("button", name="Keep the change").first.click()
        expect(page.locator(".kept")).to_contain_text("Kept.")
        page.locator(".kept").get_by_role("button", name="Undo").click()
        expect(page.locator("#left")).to_have_text("100 to look at, the least sure first")
        page.get_by_role("link", name="The next ones").click()
        expect(page.locator(".case")).to_have_count(10)
    assert ledger.corrections()[0].undone_by == "ann"


PAGES = ("/review", "/review?sort=event", "/review?sort=link", "/review/history")


@pytest.mark.parametrize("theme", THEMES)
def test_fits_every_window_and_shuts_nobody_out(desk: tuple[str, Ledger], chromium: Browser, theme: Theme) -> None:
    address, _ = desk
    for width in WIDTHS:
        for path in PAGES:
            with window(chromium, f"{address}{path}", width, theme) as page:
                if path == "/review":
                    page.keyboard.press("a")
                    expect(page.locator(".case.judged")).to_have_count(1)
                    page.keyboard.press("e")
                assert overflow(page) <= 0, (path, width)
                if width in (360, 1280):
                    assert violations(page) == [], (path, width)


def test_pictures(desk: tuple[str, Ledger], chromium: Browser) -> None:
    address, _ = desk
    with window(chromium, f"{address}/review") as page:
        for key in "aara":
            page.keyboard.press(key)
        expect(page.locator(".case.judged")).to_have_count(4)
        picture(page, "review")
        assert re.match("4 judged", page.locator("#left").text_content() or "")
