"""Makes docs/picture.png, the README's picture of the HTML view: ``python docs/make_picture.py [STORY [NUMBER]]``.

NUMBER is that of the statement in focus, the first nested one if left out. Needs Chromium or Chrome, and a Palatino, the typeface
that the page is meant for; on Debian ``apt install chromium fonts-urw-base35``.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from markupsafe import Markup

import reportedly
from reportedly.read.files import read_path
from reportedly.show.html import render

ROOT = Path(__file__).parent.parent
PICTURE = ROOT / "docs" / "picture.png"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
SIZE = (1280, 900)  # CSS pixels; the picture has 1.5 times as many

# The page in a frame, so that a statement can be put in focus from outside and without scrolling.
FRAME = Markup("""<!doctype html><meta charset="utf-8">
<iframe style="position: fixed; inset: 0; width: {width}px; height: {height}px; border: 0" srcdoc="{page}"></iframe>
<script>
  const frame = document.querySelector("iframe");
  frame.onload = () => frame.contentDocument.getElementById("said-{number}")?.focus({{ preventScroll: true }});
</script>""")


def main() -> None:
    story = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "examples" / "story.txt"
    reading = reportedly.load().read(read_path(story))
    nested = (number for number, statement in enumerate(reading.statements, 1) if statement.parent)
    number = int(sys.argv[2]) if len(sys.argv) > 2 else next(nested, 1)
    width, height = SIZE
    photograph(FRAME.format(width=width, height=height, page=render(reading), number=number), PICTURE)
    print(f"{PICTURE} shows {story.name}.")


def photograph(page: str, picture: Path) -> None:
    """Take a picture of a page with a browser that keeps to itself. Raises CalledProcessError where it fails."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        sys.exit(f"None of {', '.join(BROWSERS)} is installed; install one to take the picture.")
    quiet = [
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-quic",
    ]
    look = ["--hide-scrollbars", "--force-device-scale-factor=1.5", f"--window-size={SIZE[0]},{SIZE[1]}"]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "page.html")
        file.write_text(page, encoding="utf-8")
        command = [browser, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/profile", *quiet, *look]
        subprocess.run([*command, f"--screenshot={picture}", file.as_uri()], check=True, stderr=subprocess.DEVNULL, timeout=120)


if __name__ == "__main__":
    main()
