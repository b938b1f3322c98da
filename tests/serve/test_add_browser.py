"""Stories chosen, dropped and pasted, watched while they are read, and seen, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from reportedly.serve.app import create_app
from reportedly.serve.settings import Settings
from tests.ledger.stories import quick_reader
from tests.serve.browsing import THEMES, WIDTHS, Theme, overflow, picture, violations, window
from tests.serve.conftest import serve

PATIENCE = 40_000  # milliseconds that a process may take to start


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("desk")
    app = create_app(str(folder / "ledger.db"), Settings(somebody="ann", requests_a_minute=100_000))
    app.state.make_reader = quick_reader
    yield from serve(app)


def story(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text)
    return path


def read_through(page: Page) -> None:
    page.wait_for_url("**/add/*")
    expect(page.locator("#state")).to_have_text("All is done.", timeout=PATIENCE)


def test_a_story_is_pasted_by_keyboard_watched_and_seen(desk: str, chromium: Browser) -> None:
    with window(chromium, f"{desk}/add") as page:
        page.get_by_label("Text", exact=True).focus()
        page.keyboard.insert_text("Anna Lind: the sluice opens at noon.\n")
        page.keyboard.press("Tab")
        page.keyboard.type("Sluices")
        page.keyboard.press("Enter")
        page.wait_for_url("**/add/*")
        expect(page.locator("h1")).to_have_text("Sluices")
        read_through(page)
        assert violations(page) == []
        page.get_by_role("link", name="Sluices").focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/stories/*")
        expect(page.locator("main")).to_contain_text("the sluice opens at noon")


def test_files_are_sent_in_pieces_and_each_is_accounted_for(desk: str, chromium: Browser, tmp_path: Path) -> None:
    large = story(
        tmp_path, "large.jsonl", "".join(f'{{"text": "Bo Ek: crane {n} stays."}}\n' for n in range(3)) + " " * 5_000_000
    )
    paths = [story(tmp_path, "a.txt", "Carl Ode: the cranes turn."), story(tmp_path, "b.txt", "\0\1\2"), large]
    pieces: list[str] = []
    with window(chromium, f"{desk}/add") as page:
        page.on("request", lambda request: pieces.append(request.url) if request.method == "PUT" else None)
        page.set_input_files("#chosen", paths)
        expect(page.locator("#chosen-files li")).to_have_count(3)
        page.get_by_role("button", name="Read them").click()
        read_through(page)
        expect(page.locator("#fine li")).to_have_count(4)
        expect(page.locator("#failed li")).to_have_count(1)
        expect(page.locator("#failed")).to_contain_text("b.txt holds NUL bytes")
        picture(page, "add-watch")
    assert sum("large.jsonl" in url for url in pieces) == 2


def test_dropped_files_are_taken(desk: str, chromium: Browser) -> None:
    with window(chromium, f"{desk}/add") as page:
        page.evaluate("""() => {
            const files = new DataTransfer();
            files.items.add(new File(["Dora Ask: the gulls remain."], "gulls.txt"));
            document.getElementById("drop").dispatchEvent(new DragEvent("drop", { dataTransfer: files, bubbles: true }));
        }""")
        expect(page.locator("#chosen-files")).to_contain_text("gulls.txt")
        page.get_by_role("button", name="Read them").click()
        read_through(page)
        expect(page.get_by_role("link", name="gulls.txt")).to_be_visible()


def test_an_upload_outlasts_a_line_that_breaks(desk: str, chromium: Browser, tmp_path: Path) -> None:
    path = story(tmp_path, "eels.txt", "Eva Lund: the eels are gone.")
    broken: list[str] = []

    def cut(route: Route) -> None:
        if len(broken) < 2:
            broken.append(route.request.url)
            route.abort()
        else:
            route.continue_()

    context = chromium.new_context()
    page = context.new_page()
    page.route("**/api/add/pieces/**", cut)
    page.goto(f"{desk}/add")
    page.set_input_files("#chosen", path)
    page.get_by_role("button", name="Read them").click()
    expect(page.locator("#sent-told")).to_contain_text("trying again")
    read_through(page)
    expect(page.locator("#fine li")).to_have_count(1)
    context.close()
    assert len(broken) == 2


def test_without_script_the_page_looks_again_by_itself(desk: str, chromium: Browser, tmp_path: Path) -> None:
    with window(chromium, f"{desk}/add", script=False) as page:
        page.set_input_files("#chosen", story(tmp_path, "herons.txt", "Ada Berg: sleep over this, herons."))
        page.get_by_role("button", name="Read them").click()
        read_through(page)
        expect(page.get_by_role("link", name="herons.txt")).to_be_visible()


@pytest.mark.parametrize("theme", THEMES)
def test_fits_every_window_and_shuts_nobody_out(desk: str, chromium: Browser, theme: Theme) -> None:
    with window(chromium, f"{desk}/add") as page:
        page.get_by_label("Text", exact=True).fill("Anna Lind: the sluice is shut.")
        page.get_by_role("button", name="Read it", exact=True).click()
        read_through(page)
        watched = page.url.removeprefix(desk)
    for width in WIDTHS:
        for path in ("/add", watched):
            with window(chromium, f"{desk}{path}", width, theme) as page:
                assert overflow(page) <= 0, (path, width)
                if width in (360, 1280):
                    assert violations(page) == [], (path, width)
                if (path, width, theme) == ("/add", 1280, "light"):
                    picture(page, "add")
