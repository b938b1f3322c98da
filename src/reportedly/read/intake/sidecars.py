"""``NAME.meta.json`` in an archive whose members come one by one.

A sidecar is heard where it comes before its story, however far, or directly behind it. That is so in every archive that is sorted
by name.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from reportedly.errors import UnreadableFile
from reportedly.read.intake.item import SIDECAR, Found, Item, Trouble, mark_of
from reportedly.read.intake.streams import DAMAGE, without_compression
from reportedly.read.known import known_in

WAITING = 10_000  # sidecars that are remembered; the oldest is let go


@dataclass(slots=True)
class Sidecar:
    """What tells of a story."""

    name: str  # "news.tar!/a.meta.json"
    data: bytes = field(repr=False)
    heard: bool = False


Part = tuple[str, Item | Trouble | Sidecar]  # the path of a story or sidecar in its archive, "" for what is no story of its own


def with_sidecars(parts: Iterable[Part]) -> Found:
    """The stories, each with what its sidecar says. A sidecar that came too late, or for nothing, is a Trouble."""
    waiting: dict[str, Sidecar] = {}
    held: tuple[str, Item] | None = None  # a story whose sidecar may come next
    try:
        for path, part in parts:
            stem = stem_of(path)
            if held:
                yield told(held[1], part) if isinstance(part, Sidecar) and held[0] == stem else held[1]
                held = None
            if isinstance(part, Sidecar):
                waiting[stem] = part
                if len(waiting) > WAITING:
                    yield from _unheard([waiting.pop(next(iter(waiting)))])
            elif isinstance(part, Trouble) or not path:
                yield part
            elif sidecar := waiting.get(stem):
                yield told(part, sidecar)
            else:
                held = stem, part
    except DAMAGE:
        if held:
            yield held[1]
        raise
    if held:
        yield held[1]
    yield from _unheard(waiting.values())


def told(item: Item, sidecar: Sidecar) -> Item | Trouble:
    """The story with what its sidecar says."""
    sidecar.heard = True
    try:
        known = known_in(sidecar.data, sidecar.name)
    except UnreadableFile as error:
        return Trouble(item.name, error)
    return replace(item, known=item.known.or_else(known), mark=mark_of(item.mark, sidecar.data))


def _unheard(sidecars: Iterable[Sidecar]) -> Found:
    for sidecar in sidecars:
        if not sidecar.heard:
            yield Trouble(
                sidecar.name,
                UnreadableFile(f"{sidecar.name} tells of no story behind it; put it before its story in the archive."),
            )


def stem_of(path: str) -> str:
    """What a story and its sidecar have in common: ``news/a`` for ``./news/a.html.gz`` and ``news/a.meta.json``."""
    path = path.removeprefix("./")
    return path.removesuffix(SIDECAR) if path.endswith(SIDECAR) else os.path.splitext(without_compression(path))[0]
