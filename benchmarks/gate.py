"""Holds accuracy above floors, so that no change lowers it unnoticed.

A floor is only worth something against the gold it was measured on: ``floors.json`` keeps a digest of each gold set beside the
floors. ``--set-floors`` raises them to what was just measured, less a margin; lowering one has to be asked for with
``--lower``, and shows in the diff.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

FLOORS = Path(__file__).with_name("floors.json")
MARGIN = 0.01  # integer arithmetic differs a little between processors and tips a borderline statement now and then


@dataclass(frozen=True, slots=True)
class Floors:
    """What must be held: figures that may not fall below, calibration errors that may not rise above, and on which gold."""

    gold: Mapping[str, str] = field(default_factory=dict)  # name of the gold set: digest
    at_least: Mapping[str, float] = field(default_factory=dict)
    at_most: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def load(cls, path: Path = FLOORS) -> Floors:
        """Read the file; no file means that nothing is held yet."""
        return cls(**json.loads(path.read_text("utf-8"))) if path.is_file() else cls()

    def save(self, path: Path = FLOORS) -> None:
        """Write the file, one figure a line, so that a change of one is a change of one line."""
        values = {"gold": dict(self.gold), "at_least": dict(self.at_least), "at_most": dict(self.at_most)}
        path.write_text(json.dumps(values, indent=2) + "\n", encoding="utf-8")


def complaints(floors: Floors, gold: Mapping[str, str], figures: Mapping[str, float], errors: Mapping[str, float]) -> list[str]:
    """What is wrong, one sentence each; an empty list lets the change pass."""
    if dict(gold) != dict(floors.gold):
        changed = sorted(name for name in {*gold, *floors.gold} if gold.get(name) != floors.gold.get(name))
        return [
            f"The gold sets differ from those the floors were measured on ({', '.join(changed)}): measure anew, --set-floors."
        ]
    low = [
        f"{key} is {figures.get(key, 0.0):.3f}, below its floor of {floor:.3f}."
        for key, floor in floors.at_least.items()
        if figures.get(key, 0.0) < floor
    ]
    high = [
        f"{key} is {errors.get(key, 1.0):.3f}, above its ceiling of {ceiling:.3f}."
        for key, ceiling in floors.at_most.items()
        if errors.get(key, 1.0) > ceiling
    ]
    return low + high


def renewed(
    floors: Floors, gold: Mapping[str, str], figures: Mapping[str, float], errors: Mapping[str, float], lower: bool = False
) -> Floors:
    """Floors for what was just measured. Without ``lower`` none falls and no ceiling rises."""
    at_least = {key: round(value - MARGIN, 3) for key, value in figures.items()}
    at_most = {key: round(value + MARGIN, 3) for key, value in errors.items()}
    if not lower:
        at_least = {key: max(value, floors.at_least.get(key, 0.0)) for key, value in at_least.items()}
        at_most = {key: min(value, floors.at_most.get(key, 1.0)) for key, value in at_most.items()}
    return Floors(dict(gold), at_least, at_most)
