"""``reportedly actors``: who is who across all stories."""

from __future__ import annotations

from reportedly.show.commands.options import Commands


def add_to(commands: Commands) -> None:
    """To come."""
