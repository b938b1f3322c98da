"""Searching, reading and looking somebody up in a real browser: by keyboard, in all widths and both themes, for everybody."""

import re
from functools import partial

import pytest
from playwright.sync_api import Browser, Page, Response, expect

from tests.serve.browsing import THEMES, WIDTHS, Theme, overflow, picture, violations, window

PAGES = ("/", "/search", "/search?words=quota", "/search?speaker=1&type=CONCEDE", "/actors", "/actors/1", "/audit", "/api")


@pytest.fixture(scope="module")
def story(standing: str, chromium: Browser) -> str:
    """The address of the first story."""
    with window(chromium, f"{standing}/search?words=observers") as page:
        href = page.locator("[data-hit]").first.get_attribute("href") or ""
    return f"{standing}{href.partition('#')[0]}"


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_fits_every_window(standing: str, story: str, chromium: Browser, width: int, theme: Theme) -> None:
    for address in (*(f"{standing}{path}" for path in PAGES), story, f"{story}/s1"):
        with window(chromium, address, width, theme) as page:
            assert overflow(page) <= 0, address


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", [360, 1280])
def test_shuts_nobody_out(standing: str, story: str, chromium: Browser, width: int, theme: Theme) -> None:
    for address in (*(f"{standing}{path}" for path in PAGES), story, f"{story}/s1"):
        with window(chromium, address, width, theme) as page:
            assert violations(page) == [], address


def test_from_a_word_to_its_evidence_by_keyboard(standing: str, chromium: Browser) -> None:
    with window(chromium, f"{standing}/actors") as page:
        page.keyboard.press("/")
        page.keyboard.type("Paul Deering")
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile("/actors/"))
        page.keyboard.press("j")
        expect(page.locator("[data-hit]").first).to_be_focused()
        page.keyboard.press("j")
        page.keyboard.press("k")
        expect(page.locator("[data-hit]").first).to_be_focused()
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile("/stories/.*#said-"))
        mark = page.locator("mark:focus")
        expect(mark).to_have_count(1)
        page.keyboard.press("Enter")
        detail = page.locator("#detail")
        expect(detail).to_be_focused()
        expect(detail).to_contain_text("What it rests on")
        expect(detail).to_contain_text("What others say of the same")
        assert violations(page) == []
        page.keyboard.press("Escape")
        expect(detail).to_be_hidden()
        expect(mark).to_be_focused()


def test_tab_goes_from_statement_to_statement(story: str, chromium: Browser) -> None:
    with window(chromium, story) as page:
        page.locator("article mark").first.focus()
        first = focused(page)
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        assert first.startswith("said-")
        assert focused(page) != first


def focused(page: Page) -> str:
    found: str = page.evaluate("document.activeElement.id")
    return found


def test_nesting_is_a_breadcrumb(story: str, chromium: Browser) -> None:
    with window(chromium, f"{story}/s4") as page:
        crumbs = page.get_by_label("Chain of authority")
        expect(crumbs.get_by_role("listitem")).to_have_count(3)
        crumbs.get_by_role("link", name="Helga Marsdottir").click()
        page.wait_for_url(f"{story}/s3")


def test_click_shows_the_evidence_beside_the_story(story: str, chromium: Browser) -> None:
    for width in (360, 1280):
        with window(chromium, story, width) as page:
            page.locator("#said-s1").dispatch_event("click")
            expect(page.locator("#detail blockquote")).to_contain_text("Norway offered")
            assert overflow(page) <= 0
            page.get_by_role("button", name="Close").click()
            expect(page.locator("#detail")).to_be_hidden()


def test_works_without_a_script(standing: str, story: str, chromium: Browser) -> None:
    with window(chromium, f"{standing}/search", script=False) as page:
        page.locator("#words").fill("observers")
        page.get_by_role("button", name="Search").click()
        page.wait_for_url(f"{standing}/search?words=observers")
        page.locator("[data-hit]").first.click()
        expect(page.locator("mark").first).to_be_visible()
        page.get_by_role("link", name="Evidence").first.click()
        expect(page.get_by_role("heading", name="What it rests on")).to_be_visible()


def test_a_facet_narrows_and_is_taken_away_again(standing: str, chromium: Browser) -> None:
    with window(chromium, f"{standing}/search") as page:
        before = page.locator(".hit").count()
        page.get_by_role("region", name="Publisher").get_by_role("link", name="Northern Wire").click()
        page.wait_for_url(re.compile("publisher=Northern"))
        assert 0 < page.locator(".hit").count() < before
        page.get_by_role("link", name="without: publisher").click()
        page.wait_for_url(f"{standing}/search")
        assert page.locator(".hit").count() == before


def test_a_search_is_saved_and_forgotten(standing: str, chromium: Browser) -> None:
    with window(chromium, f"{standing}/search?words=observers") as page:
        page.get_by_label("Name of this search").fill("Observers & <others>")
        page.get_by_role("button", name="Save").click()
        link = page.get_by_role("link", name="Observers & <others>")
        expect(link).to_have_attribute("href", "/search?words=observers")
        page.goto(f"{standing}/")
        expect(page.get_by_role("link", name="Observers & <others>")).to_be_visible()
        page.goto(f"{standing}/search")
        page.get_by_role("button", name="Forget").click()
        page.wait_for_url(f"{standing}/search")
        expect(page.get_by_role("link", name="Observers & <others>")).to_have_count(0)


def test_the_theme_is_kept_from_page_to_page(standing: str, chromium: Browser) -> None:
    with window(chromium, f"{standing}/") as page:
        page.get_by_role("button", name="Dark").click()
        page.goto(f"{standing}/actors")
        assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_a_hostile_story_is_only_text(standing: str, chromium: Browser) -> None:
    with window(chromium, f"{standing}/search?words=turn+around") as page:
        page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
        expect(page.locator(".hit-who").first).to_contain_text("<script>alert(1)</script>")
        page.locator("[data-hit]").first.click()
        expect(page.locator("article.story, article").first).to_contain_text("<img src=x onerror=alert(2)>")
        expect(page.locator("article img, article script, main b:text-is('Bold')")).to_have_count(0)
        assert page.locator("main h1").first.evaluate("element => getComputedStyle(element).unicodeBidi") == "isolate"


def _weigh(sizes: list[int], answer: Response) -> None:
    sizes.append(len(answer.body()))


def test_pages_are_light(standing: str, story: str, chromium: Browser) -> None:
    for address in (f"{standing}/", f"{standing}/search", story, f"{standing}/actors/1"):
        context = chromium.new_context()
        page = context.new_page()
        sizes: list[int] = []
        page.on("response", partial(_weigh, sizes))
        page.goto(address)
        page.wait_for_load_state("networkidle")
        context.close()
        assert sum(sizes) < 500_000, address


def test_pictures(standing: str, story: str, chromium: Browser) -> None:
    with window(chromium, f"{standing}/search?words=quota") as page:
        picture(page, "search")
        assert page.locator(".hit").count() > 0
