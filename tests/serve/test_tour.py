"""The tour of docs/workbench.md, page by page, on the stories of examples/mackerel as the model reads them.

With the variable REPORTEDLY_PICTURES set the pictures of the tour are taken anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from reportedly.ledger import Ledger
from reportedly.serve.app import create_app
from reportedly.serve.settings import Settings
from tests.serve.browsing import overflow, picture, violations, window
from tests.serve.conftest import serve

ROOT = Path(__file__).parent.parent.parent
QUOTA = "Norway will keep its mackerel quota at 208,000 tonnes this year"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a workbench over the eight stories, compared."""
    path = tmp_path_factory.mktemp("tour") / "mackerel.db"
    with Ledger.open(path, create=True) as ledger:
        ledger.add([ROOT / "examples" / "mackerel"])
        ledger.compare()
    yield from serve(create_app(str(path), Settings(somebody="ann", requests_a_minute=100_000)))


def test_start(desk: str, chromium: Browser) -> None:
    with window(chromium, f"{desk}/") as page:
        expect(page.get_by_role("list").filter(has_text="statements").first).to_contain_text("8 stories")
        picture(page, "start")


def test_search(desk: str, chromium: Browser) -> None:
    with window(chromium, f"{desk}/search?words=quota") as page:
        expect(page.locator(".hit-words").filter(has_text=QUOTA).first).to_be_visible()
        expect(page.get_by_role("region", name="Who says it")).to_contain_text("Ingrid Solvang")
        picture(page, "search")


def test_story(desk: str, chromium: Browser) -> None:
    with window(chromium, f"{desk}/search?words=208,000") as page:
        page.locator("[data-hit]").filter(has_text=QUOTA).first.click()
        mark = page.locator("mark:focus")
        expect(mark).to_contain_text("Norway will keep")
        page.keyboard.press("Enter")
        expect(page.locator("#detail")).to_contain_text("Ingrid Solvang in all stories")
        page.evaluate("scrollTo(0, 0)")
        picture(page, "story")
    with window(chromium, f"{desk}/search?words=208,000", 360, "dark") as page:
        page.locator("[data-hit]").filter(has_text=QUOTA).first.click()
        page.wait_for_url(re.compile("/stories/"))
        picture(page, "story-phone")
        assert overflow(page) <= 0


def test_actor(desk: str, chromium: Browser) -> None:
    with window(chromium, f"{desk}/actors?name=Ingrid+Solvang") as page:
        expect(page.get_by_role("heading", name="Ingrid Solvang", exact=True)).to_be_visible()
        expect(page.get_by_role("region", name="Denies")).to_be_visible()
        expect(page.get_by_role("region", name="Who quotes")).to_contain_text("Northern Wire")
        picture(page, "actor")


@pytest.mark.parametrize("name", ["timeline", "compare", "network", "review", "add"])
def test_the_other_pages(desk: str, chromium: Browser, name: str) -> None:
    with window(chromium, f"{desk}/{name}") as page:
        expect(page.locator("main h1").first).to_be_attached()
        assert overflow(page) <= 0
        assert violations(page) == []
        picture(page, name)


def test_a_happening(desk: str, chromium: Browser) -> None:
    with window(chromium, f"{desk}/compare") as page:
        page.get_by_role("link", name="Iceland will follow scientists").first.click()
        page.wait_for_url(re.compile(r"/compare/\d+"))
        assert overflow(page) <= 0
        assert violations(page) == []
        picture(page, "happening")
