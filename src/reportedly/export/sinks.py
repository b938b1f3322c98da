"""Where exported bytes go: a file that takes its name when it is whole, a folder of such files, or an open stream."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TypeAlias

from reportedly.errors import BadOption, OutputError

Target: TypeAlias = Path | BinaryIO


@contextmanager
def opened(target: Target) -> Iterator[BinaryIO]:
    """The target, open for writing. A path is written beside itself and takes its name at the end, or not at all."""
    if not isinstance(target, Path):
        yield target
        return
    part = target.with_name(f"{target.name}.part")
    try:
        with part.open("wb") as file:
            yield file
        os.replace(part, target)
    except OSError as error:
        raise OutputError(f"{target} cannot be written: {error.strerror}.") from error
    finally:
        part.unlink(missing_ok=True)


def folder(target: Target) -> Path:
    """The target as a folder, made if missing. Raises BadOption for a stream, which has no room for several files."""
    if not isinstance(target, Path):
        raise BadOption("This format is a folder of files and does not fit into one stream; give --output the name of a folder.")
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"The folder {target} cannot be made: {error.strerror}.") from error
    return target


def json_bytes(value: object) -> bytes:
    """JSON on one line in UTF-8, which has no room for halves of characters: with any, all that is not ASCII is escaped."""
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
    except UnicodeEncodeError:
        return json.dumps(value, allow_nan=False, separators=(",", ":")).encode()
