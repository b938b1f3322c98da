"""The network, the timeline and the comparison in a real browser: by keyboard, in all widths and both themes, for everybody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Response, expect

from reportedly.ledger import Ledger
from tests.ledger.stories import reading_of
from tests.ledger.test_accounts import DONE, STORIES, put, tale
from tests.serve.browsing import THEMES, WIDTHS, Theme, overflow, violations, window
from tests.serve.conftest import STORIES as TALKS

PAGES = (
    "/network",
    "/timeline",
    "/timeline?speaker=Ann+Rill&status=future",
    "/compare",
    "/compare/disputes",
    "/compare/promises",
)
NAMES = ("Ann Rill", "Bo Ek", "Cy Dahl", "Dora Falk", "Egon Berg", "Freja Holt", "Gus Lind", "Hedda Moe")
STATUSES = ("asserted", "denied", "future", "demanded", "hypothetical")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Stories of one happening, and a quarrel of eight over forty years."""
    path = tmp_path_factory.mktemp("wide") / "ledger.db"
    with Ledger.open(path, create=True) as ledger:
        put(ledger, [*STORIES[:3], tale("done", 6, DONE, publisher="Valley Mail"), STORIES[4]])
        for text, facts in TALKS:
            ledger.put(reading_of(text, **facts))
        for year in range(2015, 2025):
            quarrel = "".join(said(name, place, year) for place, name in enumerate(NAMES))
            read = reading_of(quarrel, title=f"Quarrel of {year}", published=f"{year}-05-0{1 + year % 8}")
            dated = (replace(event, time=time.value) for event, time in zip(read.events, read.times, strict=True))
            ledger.put(replace(read, events=tuple(dated)))
        ledger.bring_up_to_date()
    return path


def said(name: str, place: int, year: int) -> str:
    """A line of the quarrel: "Bo Ek: In 2012 Dora Falk left [RETREAT denied]."."""
    whom = NAMES[(place + 1 + year % 3) % len(NAMES)]
    return f"{name}: In {year - 6 + (3 * place) % 10} {whom} left [RETREAT {STATUSES[place % 5]}].\n"


@pytest.fixture(scope="module")
def pages(standing: str, chromium: Browser) -> list[str]:
    """The addresses, those of two happenings among them, that at the dam the last."""
    found = []
    for words in ("left", "crack"):
        with window(chromium, f"{standing}/compare?words={words}") as page:
            found.append(page.locator(".happenings a").first.get_attribute("href"))
    return [f"{standing}{path}" for path in (*PAGES, *found)]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_fits_every_window(pages: list[str], chromium: Browser, width: int, theme: Theme) -> None:
    for address in pages:
        with window(chromium, address, width, theme) as page:
            assert overflow(page) <= 0, address


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", [360, 1280])
def test_shuts_nobody_out(pages: list[str], chromium: Browser, width: int, theme: Theme) -> None:
    for address in pages:
        with window(chromium, address, width, theme) as page:
            assert violations(page) == [], address


def test_pages_are_light(pages: list[str], chromium: Browser) -> None:
    for address in pages:
        assert weight(chromium, address) < 500_000, address


def weight(chromium: Browser, address: str) -> int:
    """Bytes of a page with all that it loads."""
    answers: list[Response] = []
    context = chromium.new_context()
    page = context.new_page()
    page.on("response", lambda answer: answers.append(answer))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    found = sum(len(answer.body()) for answer in answers)
    context.close()
    return found


def test_all_works_without_a_script(standing: str, pages: list[str], chromium: Browser) -> None:
    for address in pages:
        with window(chromium, address, script=False) as page:
            expect(page.locator("main h1")).to_be_visible()
    with window(chromium, f"{standing}/timeline", script=False) as page:
        expect(page.locator(".still svg .dot").first).to_be_visible()
        expect(page.locator(".tools")).to_be_hidden()
    with window(chromium, f"{standing}/network", script=False) as page:
        page.get_by_label("Who says it").fill("Bo Ek")
        page.get_by_role("button", name="Show").click()
        page.wait_for_url(re.compile("speaker=Bo"))
        expect(page.locator(".node").first).to_be_visible()


# The network


def test_who_is_pointed_at_stands_out(standing: str, chromium: Browser) -> None:
    with window(chromium, f"{standing}/network") as page:
        node = page.locator(".node").filter(has_text="Bo Ek")
        node.focus()
        expect(page.locator(".net svg")).to_have_class("chosen")
        number = node.get_attribute("data-actor")
        chosen = page.locator(".edge.on")
        assert 0 < chosen.count() < page.locator(".edge").count()
        assert all(number in pair for pair in chosen.evaluate_all("all => all.map(one => Object.values(one.dataset))"))
        page.keyboard.press("Escape")
        expect(page.locator(".net svg")).not_to_have_class("chosen")


def test_from_the_network_by_keyboard_to_an_actor_and_to_statements(standing: str, chromium: Browser) -> None:
    with window(chromium, f"{standing}/network") as page:
        link = page.locator(".pairs .number a").first
        statements = int(link.inner_text())
        link.focus()
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(r"/search\?speaker=\d+&about=\d+"))
        assert page.locator(".hit").count() == statements
        page.goto(f"{standing}/network")
        page.locator(".node").first.focus()
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(r"/actors/\d+"))


# The timeline


@pytest.fixture
def chart(standing: str, chromium: Browser) -> Iterator[Page]:
    with window(chromium, f"{standing}/timeline") as page:
        page.wait_for_function("document.getElementById('chart').chart?.waiting === null")
        yield page


def view(page: Page) -> dict[str, float]:
    found: dict[str, float] = page.evaluate("({...document.getElementById('chart').chart.view})")
    return found


def drawn(page: Page) -> int:
    """Pixels of the canvas that are not empty."""
    count: int = page.evaluate(
        """() => { const canvas = document.querySelector('canvas');
        const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
        let found = 0; for (let at = 3; at < data.length; at += 4) if (data[at]) found++; return found; }"""
    )
    return count


def box(page: Page) -> Any:
    found = page.locator("canvas").bounding_box()
    assert found is not None
    return found


def test_the_chart_has_all_dots_of_the_table(chart: Page) -> None:
    count = chart.evaluate("document.getElementById('chart').chart.dots.length")
    assert f"1 to 40 of {count}" in chart.locator(".turn").inner_text()
    assert drawn(chart) > 2000
    expect(chart.locator(".still")).to_be_hidden()


def test_dragging_moves_and_plus_zooms(chart: Page) -> None:
    before, at = view(chart), box(chart)
    chart.mouse.move(at["x"] + 400, at["y"] + 200)
    chart.mouse.down()
    chart.mouse.move(at["x"] + 500, at["y"] + 260, steps=4)
    chart.mouse.up()
    moved = view(chart)
    assert moved["left"] < before["left"]
    assert moved["high"] > before["high"]
    assert moved["right"] - moved["left"] == pytest.approx(before["right"] - before["left"])
    chart.get_by_role("button", name="Zoom in").click()
    zoomed = view(chart)
    assert zoomed["right"] - zoomed["left"] < moved["right"] - moved["left"]
    chart.get_by_role("button", name="All").click()
    assert view(chart) == before


def test_the_wheel_zooms_only_a_chart_that_was_chosen(chart: Page) -> None:
    before, at = view(chart), box(chart)
    chart.mouse.move(at["x"] + 300, at["y"] + 200)
    chart.mouse.wheel(0, -200)
    assert view(chart) == before
    chart.locator("canvas").focus()
    chart.mouse.move(at["x"] + 300, box(chart)["y"] + 200)
    chart.mouse.wheel(0, -200)
    chart.wait_for_timeout(100)
    after = view(chart)
    assert after["right"] - after["left"] < before["right"] - before["left"]


def test_a_brush_becomes_the_address_and_goes_to_the_search(chart: Page) -> None:
    chart.get_by_role("button", name="Select").click()
    at = box(chart)
    chart.mouse.move(at["x"] + 300, at["y"] + 60)
    chart.mouse.down()
    chart.mouse.move(at["x"] + 800, at["y"] + 300, steps=4)
    chart.mouse.up()
    selected = int(chart.locator(".picked").inner_text().split()[0])
    assert selected > 0
    search = chart.get_by_role("link", name="Find them in the search").get_attribute("href") or ""
    chart.get_by_role("link", name="Show only these").click()
    chart.wait_for_url(re.compile("happened_after=.*said_before="))
    statements = chart.evaluate("new Set([...document.querySelectorAll('td.words a')].map(one => one.href)).size")
    assert statements == min(selected, 40)
    assert search.partition("?")[2] == chart.url.partition("?")[2]
    chart.goto(f"{chart.url.partition('/timeline')[0]}{search}")
    assert chart.locator(".hit").count() == min(selected, 20)


def test_by_keyboard_from_dot_to_dot_and_to_the_story(chart: Page) -> None:
    chart.locator("canvas").focus()
    chart.keyboard.press("ArrowRight")
    card = chart.locator(".card")
    expect(card).to_be_visible()
    first = card.inner_text()
    chart.keyboard.press("ArrowRight")
    chart.wait_for_function("before => document.querySelector('.card').innerText !== before", arg=first)
    before = view(chart)
    chart.keyboard.press("Shift+ArrowLeft")
    chart.keyboard.press("+")
    assert view(chart) != before
    chart.keyboard.press("0")
    assert view(chart) == before
    assert violations(chart) == []
    chart.keyboard.press("Enter")
    chart.wait_for_url(re.compile(r"/stories/[0-9a-f]+#said-s\d+"))


def test_what_is_in_view_can_be_kept(chart: Page) -> None:
    chart.locator("canvas").focus()
    for _ in range(3):
        chart.keyboard.press("+")
    chart.wait_for_timeout(100)
    chart.get_by_role("link", name="Keep to this view").click()
    chart.wait_for_url(re.compile("happened_after=.*said_before="))
    expect(chart.get_by_label("Chosen").get_by_role("listitem")).to_have_count(4)


def test_pointing_shows_who_says_what(chart: Page) -> None:
    x, y = chart.evaluate(
        "(() => { const chart = document.getElementById('chart').chart; return chart.place(chart.dots[5]); })()"
    )
    chart.locator("canvas").scroll_into_view_if_needed()
    at = box(chart)
    chart.mouse.move(at["x"] + x, at["y"] + y)
    expect(chart.locator(".card")).to_be_visible()
    expect(chart.locator(".card .words")).to_contain_text("left")


def test_thousands_of_dots_stay_fluid(chart: Page) -> None:
    """Ten times the dots cost ten times the strokes at most, and moving them touches nothing of the page around them."""
    strokes, changes = chart.evaluate(
        """async () => { const chart = document.getElementById('chart').chart, some = chart.dots;
        const canvas = CanvasRenderingContext2D.prototype; let calls = 0, changes = 0;
        for (const name of ['fill', 'stroke', 'fillRect', 'strokeRect', 'fillText', 'drawImage', 'arc', 'lineTo']) {
          const whole = canvas[name];
          canvas[name] = function (...given) { calls += 1; return whole.apply(this, given); };
        }
        const watch = new MutationObserver(seen => { changes += seen.length; });
        const strokes = [];
        for (const length of [500, 5000]) {
          chart.dots = Array.from({length}, (_, n) => ({...some[n % some.length], aside: [n % 300 - 150, n % 170 - 85]}));
          chart.draw();
          watch.observe(document.body, {subtree: true, childList: true});
          calls = 0;
          chart.move(1, 1);
          chart.draw();
          strokes.push(calls);
          await new Promise(requestAnimationFrame);
          changes += watch.takeRecords().length;
          watch.disconnect();
        }
        return [strokes, changes]; }"""
    )
    assert 0 < strokes[0] < strokes[1] <= 10 * strokes[0], strokes
    assert changes == 0


def test_the_chart_changes_with_the_theme(chart: Page) -> None:
    ink = "document.getElementById('chart').chart.ink.text"
    before = chart.evaluate(ink)
    chart.get_by_role("button", name="Dark").click()
    chart.wait_for_function(f"before => {ink} !== before", arg=before)


# Comparing


def test_a_verdict_is_overruled_by_keyboard_and_comes_back(pages: list[str], chromium: Browser) -> None:
    with window(chromium, pages[-1]) as page:
        disputes = page.locator(".pair.disputes").count()
        assert disputes
        summary = page.locator(".pair.disputes summary").first
        summary.focus()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.type("they agree")
        page.keyboard.press("Tab")
        page.keyboard.type("Another wall is meant.")
        page.keyboard.press("Enter")
        page.wait_for_load_state("networkidle")
        expect(page.locator(".pair.disputes")).to_have_count(disputes - 1)
        expect(page.locator(".decided")).to_contain_text("so says ann, not the rules: Another wall is meant.")
        assert violations(page) == []
        page.get_by_role("button", name="Let the rules decide again").click()
        expect(page.locator(".pair.disputes")).to_have_count(disputes)
