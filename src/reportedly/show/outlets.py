"""Where readings go: standard output, or a file a story in a folder."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from reportedly.errors import BadOption, OutputError
from reportedly.show.sources import Source
from reportedly.show.wording import unsteered


def target_paths(sources: Sequence[Source], folder: Path, suffix: str) -> list[Path]:
    """One path in ``folder`` for each story, no two alike: ``story.json``, ``story-2.json``.

    Raises BadOption where a reading would take the place of a story itself.
    """
    stories = {source.path.resolve() for source in sources if source.path}
    taken: set[str] = set()
    paths = [folder / _free_name(source.stem, suffix, taken) for source in sources]
    for path in paths:
        if path.resolve() in stories:
            raise BadOption(f"{path} is one of the stories and would be overwritten; give --output another folder.")
    return paths


def _free_name(stem: str, suffix: str, taken: set[str]) -> str:
    """A name not yet taken, which it then is. "Story" and "story" are one file on some systems."""
    name = f"{stem}{suffix}"
    number = 1
    while name.casefold() in taken:
        number += 1
        name = f"{stem}-{number}{suffix}"
    taken.add(name.casefold())
    return name


def make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"The folder {folder} cannot be made: {error.strerror}.") from error


def write_file(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror}.") from error


def open_standard_output(exact: bool) -> None:
    """Make it ready for what is to come.

    ``exact`` is for what programs read, UTF-8 whatever the terminal; else a sign that the terminal lacks becomes "?".
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        if exact:
            sys.stdout.reconfigure(encoding="utf-8", newline="\n")
        else:
            sys.stdout.reconfigure(errors="replace")


def write_standard_output(text: str) -> None:
    """Raises BrokenPipeError where nobody reads on (``| head``), OutputError where there is no room."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        close_standard_output()
        raise
    except OSError as error:
        close_standard_output()
        raise OutputError(f"Standard output cannot be written: {error.strerror}.") from error


def close_standard_output() -> None:
    """Let what is still to be flushed go nowhere, so that the interpreter does not complain of it at its end."""
    devnull = os.open(os.devnull, os.O_WRONLY)
    os.dup2(devnull, sys.stdout.fileno())
    os.close(devnull)


def complain(sentence: str) -> None:
    """Say on standard error what is wrong."""
    print(f"reportedly: {unsteered(sentence)}", file=sys.stderr)
