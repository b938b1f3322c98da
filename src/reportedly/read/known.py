"""What is known of a story apart from its text.

It comes from four places. An argument beats the file ``NAME.meta.json`` beside the story, that beats what a page declares, and
that beats what the text says at its top.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TypedDict

from reportedly.errors import BadOption, UnreadableFile
from reportedly.read.language import check_language
from reportedly.read.metadata import check_published


class Facts(TypedDict, total=False):
    """The keyword arguments of every reader."""

    published: str | None  # ISO 8601: 2024, 2024-03, 2024-03-29 or 2024-03-29T12:15+03:00
    title: str | None
    publisher: str | None
    author: str | None
    uri: str | None
    language: str | None  # ISO 639-1; told from the text unless given


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The same as a value, each None where it is not known."""

    published: str | None = None
    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    uri: str | None = None
    language: str | None = None

    def or_else(self, other: Known) -> Known:
        """This, and where it knows nothing the other."""
        pairs = ((field.name, getattr(self, field.name), getattr(other, field.name)) for field in fields(self))
        return Known(**{name: mine if mine is not None else theirs for name, mine, theirs in pairs})

    def checked(self) -> Known:
        """The same with a well-formed date and language. Raises BadOption."""
        published = check_published(self.published) if self.published is not None else None
        language = check_language(self.language) if self.language is not None else None
        return Known(published=published, language=language).or_else(self)


def known_beside(story: Path) -> Known:
    """What ``NAME.meta.json`` says, where there is one beside ``NAME.txt`` or ``NAME.html``.

    Raises UnreadableFile where it is no JSON object, or has a value that is no string or means nothing.
    """
    path = story.with_suffix(".meta.json")
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return Known()
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise UnreadableFile(f"{path} is not JSON that can be read ({error}); mend or remove it.") from error
    return known_in(data, str(path))


def known_in(data: bytes, path: str) -> Known:
    """What the bytes of such a file say; ``path`` is what messages call it. Raises UnreadableFile as ``known_beside`` does."""
    try:
        told = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise UnreadableFile(f"{path} is not JSON that can be read ({error}); mend or remove it.") from error
    if not isinstance(told, dict):
        raise UnreadableFile(f'{path} should hold a JSON object such as {{"published": "2024-03-29"}}; mend or remove it.')
    values = {field.name: told.get(field.name) for field in fields(Known)}
    for name, value in values.items():
        if not isinstance(value, str | None):
            raise UnreadableFile(f"In {path} the value of {name} should be a string, but is {json.dumps(value)[:80]}.")
    try:
        return Known(**values).checked()
    except BadOption as error:
        raise UnreadableFile(f"In {path}: {error}") from error
