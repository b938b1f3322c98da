"""What a story is likened to others by, and no more: small enough to be kept beside it.

Which happening a story is of is asked against many others. None of them need be read again for that: names, their weight, what
its first sentences name and the sense of its first lines are some two thousand bytes.

>>> outline = Outline({"velmar": 1.7}, frozenset(), frozenset({"velmar"}), frozenset(), None, np.zeros(384, np.float32))
>>> Outline.unpacked(outline.packed()).names
{'velmar': 1.7}
"""

from __future__ import annotations

import datetime
import json
import zlib
from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from reportedly.compare.vectors import Vector

NUMBERS = np.dtype("<f4")  # of the sense, as they are kept
SENSE = 384  # of them (``vectors.vector_of``)


class Likened(Protocol):
    """What the likeness of two stories is reckoned from (``strands.features_of``)."""

    @property
    def names(self) -> Mapping[str, float]: ...
    @property
    def people(self) -> Set[str]: ...
    @property
    def focus(self) -> Set[str]: ...
    @property
    def dateline(self) -> Set[str]: ...
    @property
    def day(self) -> datetime.date | None: ...
    @property
    def sense(self) -> Vector: ...


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """The same of a story that is not at hand."""

    names: Mapping[str, float]
    people: Set[str]
    focus: Set[str]
    dateline: Set[str]
    day: datetime.date | None
    sense: Vector

    @classmethod
    def of(cls, story: Likened) -> Outline:
        return cls(story.names, story.people, story.focus, story.dateline, story.day, story.sense)

    def packed(self) -> bytes:
        """As bytes: what is made of words compressed, behind the numbers of the sense."""
        words = [dict(self.names), *(sorted(part) for part in (self.people, self.focus, self.dateline))]
        told = [*words, self.day.isoformat() if self.day else None]
        return self.sense.astype(NUMBERS).tobytes() + zlib.compress(json.dumps(told, ensure_ascii=False).encode())

    @classmethod
    def unpacked(cls, packed: bytes) -> Outline:
        """From ``packed`` bytes."""
        size = SENSE * NUMBERS.itemsize
        names, people, focus, dateline, day = json.loads(zlib.decompress(packed[size:]))
        sense = np.frombuffer(packed[:size], NUMBERS).astype(np.float32)
        known = datetime.date.fromisoformat(day) if day else None
        return cls(names, frozenset(people), frozenset(focus), frozenset(dateline), known, sense)
