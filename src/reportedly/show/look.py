"""What text is laid out for."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass

WIDEST = 100  # columns; longer lines tire the eye


@dataclass(frozen=True, slots=True)
class Look:
    """A terminal, or whatever else text goes to."""

    width: int = 80  # columns
    color: bool = False
    explained: bool = False  # with the reasons for what was read


def look_of_terminal() -> Look:
    """As wide as the terminal up to what is good to read; in colour only there, and not where NO_COLOR is set."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return Look(min(shutil.get_terminal_size().columns, WIDEST), color=sys.stdout.isatty() and not plain)
