"""What tests in a real Chromium have in common: windows of all widths and both themes, what axe finds, pictures for the docs."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

Theme = Literal["light", "dark"]
THEMES: tuple[Theme, ...] = ("light", "dark")
WIDTHS = (360, 768, 1280, 1920)  # CSS pixels: a telephone, a tablet, a laptop, a desk
PICTURES = Path(__file__).parent.parent.parent / "docs" / "workbench"
TAKE_PICTURES = "REPORTEDLY_PICTURES"  # a variable; set, the pictures of docs/workbench.md are taken anew


def browser_path() -> str | None:
    """Chromium or Chrome, where one is installed."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)


@contextmanager
def window(browser: Browser, address: str, width: int = 1280, theme: Theme = "light", script: bool = True) -> Iterator[Page]:
    """A page in a window of its own. Nothing may have gone wrong in it: no error of a script, nothing that the policy forbids."""
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=theme, java_script_enabled=script, reduced_motion="reduce"
    )
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.goto(address)
    page.wait_for_load_state("networkidle")
    try:
        yield page
    finally:
        context.close()
    assert not wrong


def violations(page: Page) -> list[str]:
    """What axe-core finds that is serious or worse: the rule, and where."""
    found: list[dict[str, Any]] = Axe().run(page).response["violations"]
    return [
        f"{rule['id']}: {node['target']} {node.get('failureSummary', '')}"
        for rule in found
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
    ]


def overflow(page: Page) -> int:
    """Pixels that the page is wider than its window."""
    width: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return width


def picture(page: Page, name: str) -> None:
    """Take the picture ``docs/workbench/NAME.png``, if pictures are wanted."""
    if os.environ.get(TAKE_PICTURES):
        PICTURES.mkdir(exist_ok=True)
        page.screenshot(path=PICTURES / f"{name}.png")
