"""Makes docs/picture.png, the README's picture of the HTML view: ``python docs/make_picture.py [STORY]`` in a checkout.

Needs Chromium or Chrome, and a Palatino, the typeface that the page is meant for; on Debian ``apt install chromium
fonts-urw-base35``.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import reportedly
from reportedly.read.files import read_path
from reportedly.show.html import render

ROOT = Path(__file__).parent.parent
PICTURE = ROOT / "docs" / "picture.png"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
SIZE = (1280, 860)  # CSS pixels; the picture has 1.5 times as many


def main() -> None:
    story = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "examples" / "story.txt"
    reading = reportedly.load().read(read_path(story))
    nested = (number for number, statement in enumerate(reading.statements, 1) if statement.parent)
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "page.html")
        page.write_text(render(reading), encoding="utf-8")
        photograph(f"{page.as_uri()}#said-{next(nested, 1)}", PICTURE, Path(folder, "profile"))
    print(f"{PICTURE} shows {story.name}.")


def photograph(address: str, picture: Path, profile: Path) -> None:
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
    command = [browser, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}", *quiet, *look]
    subprocess.run([*command, f"--screenshot={picture}", address], check=True, stderr=subprocess.DEVNULL, timeout=120)


if __name__ == "__main__":
    main()
