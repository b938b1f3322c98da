"""Actors and happenings joined and parted in a real browser without a script; in all widths and both themes, for everybody."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from reportedly.ledger import Ledger
from reportedly.serve.app import create_app
from reportedly.serve.settings import Settings
from tests.ledger.stories import reading_of
from tests.ledger.test_accounts import DONE, STORIES, make_one, put, tale
from tests.serve.browsing import THEMES, WIDTHS, Theme, overflow, violations, window
from tests.serve.conftest import serve


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Ledger]]:
    """A workbench with two happenings, and an actor of two stories with a decision about him."""
    where = str(tmp_path_factory.mktemp("decided") / "ledger.db")
    with Ledger.open(where, create=True) as ledger:
        put(ledger, [*STORIES[:3], tale("done", 6, DONE, publisher="Valley Mail"), STORIES[4]])
        for number in range(2):
            ledger.put(reading_of(f"Ada Berg: the pier closed at {number}.\n", title=f"Pier {number}"))
        ledger.put(reading_of("Adda Berg: the pier is open.\n", title="Open"))
        make_one(ledger, "Ada Berg")
        ledger.bring_up_to_date()
        for address in serve(create_app(where, Settings(somebody="ann", requests_a_minute=100_000))):
            yield address, ledger


def number_of(ledger: Ledger, name: str) -> int:
    return next(one.id for one in ledger.actors() if one.name == name)


def test_an_actor_is_joined_with_another_and_parted(desk: tuple[str, Ledger], chromium: Browser) -> None:
    address, ledger = desk
    one, other = number_of(ledger, "Ada Berg"), number_of(ledger, "Adda Berg")
    with window(chromium, f"{address}/actors/{one}", script=False) as page:
        page.get_by_role("link", name="The same as another actor?").click()
        page.get_by_label("A name, or a number").fill("Adda Berg")
        page.get_by_role("button", name="Find").click()
        page.get_by_role("checkbox", name=re.compile("Adda Berg")).check()
        page.get_by_label("Because").fill("a slip of the pen")
        page.get_by_role("button", name="They are one").click()
        expect(page.get_by_role("status").filter(has_text="Kept.")).to_be_visible()
        assert ledger.actor(other).id == one
        row = page.get_by_role("row").filter(has_text="a slip of the pen")
        expect(row).to_contain_text("ann")
        row.get_by_role("button", name="Take back").click()
        expect(row).to_contain_text("taken back by ann")
        assert ledger.actor(other).id == other


def test_a_story_is_parted_off_an_actor(desk: tuple[str, Ledger], chromium: Browser) -> None:
    address, ledger = desk
    one = number_of(ledger, "Ada Berg")
    with window(chromium, f"{address}/actors/{one}", script=False) as page:
        page.get_by_role("checkbox", name="somebody else in Pier 1").check()
        page.get_by_role("button", name="Part these off").click()
        expect(page.get_by_role("status").filter(has_text="Kept.")).to_be_visible()
        expect(page.get_by_role("link", name="Pier 1")).to_be_visible()
        expect(page.get_by_role("link", name="Pier 0")).to_have_count(0)
        page.get_by_role("button", name="Undo").click()
        page.wait_for_url(f"**/actors/{one}")
        expect(page.get_by_role("link", name="Pier 0")).to_be_visible()


def happening(page: Page, address: str, words: str) -> None:
    page.goto(f"{address}/compare?words={words}")
    page.locator(".happenings a").first.click()


def test_happenings_are_joined_and_parted(desk: tuple[str, Ledger], chromium: Browser) -> None:
    address, _ = desk
    with window(chromium, f"{address}/compare", script=False) as page:
        happening(page, address, "crack")
        page.get_by_role("link", name="Another happening is the same?").click()
        page.get_by_label("Words", exact=True).fill("dockers")
        page.get_by_role("button", name="Show").click()
        page.get_by_role("radio").first.check()
        page.get_by_role("button", name="They are one").click()
        expect(page.locator(".facts").first).to_contain_text("5 stories")
        page.get_by_role("button", name="Take back decision").click()
        expect(page.locator(".facts").first).to_contain_text("4 stories")


def test_a_story_and_a_statement_are_parted_off_a_happening(desk: tuple[str, Ledger], chromium: Browser) -> None:
    address, _ = desk
    with window(chromium, f"{address}/compare", script=False) as page:
        happening(page, address, "crack")
        page.locator(".stories summary").click()
        page.get_by_role("radio", name=re.compile("is of something else")).last.check()
        page.locator("#part").get_by_label("Because").fill("another dam")
        page.get_by_role("button", name="Part the chosen story off").click()
        expect(page.locator(".facts").first).to_contain_text("3 stories")
        page.get_by_role("row").filter(has_text="another dam").get_by_role("button", name="Take back").click()
        expect(page.locator(".facts").first).to_contain_text("4 stories")
        pairs = page.locator("article.pair").count()
        page.locator(".column input[type=radio]").first.check()
        page.get_by_role("button", name="Part the chosen statement off").click()
        expect(page.get_by_role("row").filter(has_text="nothing to each other").first).to_be_visible()
        assert page.locator("article.pair").count() < pairs
        while (back := page.get_by_role("button", name="Take back")).count():
            back.first.click()
        assert page.locator("article.pair").count() == pairs


@pytest.fixture(scope="module")
def pages(desk: tuple[str, Ledger], chromium: Browser) -> list[str]:
    address, ledger = desk
    one = number_of(ledger, "Ada Berg")
    with window(chromium, f"{address}/compare") as page:
        happening(page, address, "crack")
        dam = page.url
    return [f"{address}/actors/{one}", f"{address}/actors/{one}/merge?name=Adda+Berg", dam, f"{dam}/join"]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_fits_every_window_and_shuts_nobody_out(pages: list[str], chromium: Browser, width: int, theme: Theme) -> None:
    for address in pages:
        with window(chromium, address, width, theme) as page:
            for details in page.locator("main details > summary").all():
                details.click()
            assert overflow(page) <= 0, address
            assert violations(page) == [], address
