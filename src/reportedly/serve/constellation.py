"""Where the actors of a network stand, and the curves between them: the same picture for the same pairs.

Who speaks of whom stands near him. Names do not lie on each other: after the forces have drawn the actors to their places, those
whose names would touch are moved apart. Each curve bends to one side, so that what one says of the other and what the other says
of him are two curves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import hypot, log1p, sqrt

import numpy
from networkx import Graph, spring_layout
from numpy.typing import NDArray

from reportedly.ledger.pairs import Pair, Pairs, Party

WIDTH, HEIGHT = 1000.0, 680.0  # of the picture, in its own units
MARGIN = 34.0
SMALLEST, LARGEST = 7.0, 26.0  # radius of an actor
LETTER, LINE = 7.4, 18.0  # room that a letter of a name, and its line, takes
LONGEST_NAME = 22  # letters that are shown of a name
THINNEST, THICKEST = 1.2, 7.0  # of curves
MANY = 25  # statements without which no curve is as thick as can be
PAD = 8.0  # between the picture's edge and a curve
BEND = 0.16  # how far a curve bends, in parts of its length
ARROW = 9.0  # length of an arrow's head
DRAWN = 70  # pairs with curves; the others stand in the table alone
SEED = 11
SPOTS = 40  # to either way, where free places are looked for
ROUNDS = 120  # of the forces, and at most of the moving apart


@dataclass(frozen=True, slots=True)
class Node:
    """An actor in the picture; ``x`` and ``y`` are the middle of his disc, below which his name stands."""

    party: Party
    x: float
    y: float
    radius: float
    name: str  # as far as there is room for it
    rank: int  # 0 for who is met most often


@dataclass(frozen=True, slots=True)
class Edge:
    """What one actor says of another: a curve with a head at the other's end."""

    pair: Pair
    path: str  # of SVG
    head: str  # the arrow's, too
    x: float  # where its number stands
    y: float
    width: float


@dataclass(frozen=True, slots=True)
class Constellation:
    """A network as it is drawn."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


@lru_cache(maxsize=64)
def constellation(found: Pairs) -> Constellation:
    """The picture of who speaks about whom."""
    if not found.parties:
        return Constellation((), ())
    radii = {party.actor: _radius(party, found.parties) for party in found.parties}
    places = _apart(_drawn_together(found), {party.actor: _room(party, radii[party.actor]) for party in found.parties})
    nodes = tuple(
        Node(party, *_rounded(places[party.actor]), round(radii[party.actor], 1), short(party.name), rank)
        for rank, party in enumerate(found.parties)
    )
    most = max(pair.statements for pair in found.pairs)
    edges = (_edge(pair, places, radii, most) for pair in found.pairs[:DRAWN])
    return Constellation(nodes, tuple(reversed([edge for edge in edges if edge])))  # the strongest are drawn last, on top


def short(name: str) -> str:
    """A name as far as there is room: "Ministry of Fisheries and …"."""
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1].rstrip(" ,.-") + "…"


def _radius(party: Party, parties: Sequence[Party]) -> float:
    """The disc's area grows with how often the actor is met."""
    most = max(other.says + other.spoken_of for other in parties) or 1
    return SMALLEST + (LARGEST - SMALLEST) * sqrt((party.says + party.spoken_of) / most)


Place = tuple[float, float]
Gaps = NDArray[numpy.float64]


@dataclass(frozen=True, slots=True)
class _Room:
    """What an actor and his name take up, to either side and upward and downward from the middle of his disc."""

    side: float
    up: float
    down: float


def _room(party: Party, radius: float) -> _Room:
    return _Room(max(radius, len(short(party.name)) * LETTER / 2) + 4, radius + 4, radius + LINE + 4)


def _drawn_together(found: Pairs) -> dict[int, Place]:
    """Places by forces: pairs draw together, all push each other off (Fruchterman and Reingold 1991); over the whole picture."""
    graph: Graph[int] = Graph()
    graph.add_nodes_from(party.actor for party in found.parties)
    for pair in sorted(found.pairs, key=lambda pair: (pair.speaker, pair.target)):
        before = graph.get_edge_data(pair.speaker, pair.target, {"weight": 0.0})["weight"]
        graph.add_edge(pair.speaker, pair.target, weight=before + log1p(pair.statements))
    if len(graph) == 1:
        return dict.fromkeys(graph, (WIDTH / 2, HEIGHT / 2))
    places = spring_layout(graph, weight="weight", k=2.2 / sqrt(len(graph)), iterations=ROUNDS, seed=SEED)
    across, down = (_stretched({actor: float(place[axis]) for actor, place in places.items()}) for axis in (0, 1))
    return {
        actor: (MARGIN + (WIDTH - 2 * MARGIN) * across[actor], MARGIN + (HEIGHT - 2 * MARGIN) * down[actor]) for actor in graph
    }


def _stretched(values: Mapping[int, float]) -> dict[int, float]:
    """From 0 to 1: half by value, half by rank, so that a few who stand far off do not press all others together."""
    ordered = sorted(values, key=lambda key: (values[key], key))
    low, high = values[ordered[0]], values[ordered[-1]]
    last = max(1, len(ordered) - 1)
    return {key: (rank / last + (values[key] - low) / ((high - low) or 1)) / 2 for rank, key in enumerate(ordered)}


def _apart(places: Mapping[int, Place], rooms: Mapping[int, _Room]) -> dict[int, Place]:
    """The places, so far moved that no two touch, as far as the picture has room for all.

    In each round all that touch move off each other by half of what they share, along the shorter way. Where that comes to no
    end, because one who gives way to two is pushed back and forth, they take free places one after another.
    """
    actors = sorted(places)
    at = numpy.array([places[actor] for actor in actors])
    side, up, down = (numpy.array([getattr(rooms[actor], name) for actor in actors]) for name in ("side", "up", "down"))
    low, high = numpy.stack((side, up), axis=1), numpy.stack((WIDTH - side, HEIGHT - down), axis=1)
    at = at.clip(low, high)
    same = numpy.eye(len(actors), dtype=bool)
    for _ in range(ROUNDS):
        across, along = (at[:, None, axis] - at[None, :, axis] for axis in (0, 1))
        over = side[:, None] + side[None, :] - abs(across)
        under = numpy.where(along > 0, up[:, None] + down[None, :], down[:, None] + up[None, :]) - abs(along)
        touch = (over > 0) & (under > 0) & ~same
        if not touch.any():
            break
        aside = touch & (over < under)
        at[:, 0] += (numpy.where(aside, over, 0) * _sign(across)).sum(axis=1) / 2
        at[:, 1] += (numpy.where(touch & ~aside, under, 0) * _sign(along)).sum(axis=1) / 2
        at = at.clip(low, high)
    else:
        at = _one_by_one(at, low, high, numpy.stack((side, up, down), axis=1))
    return {actor: (float(x), float(y)) for actor, (x, y) in zip(actors, at, strict=True)}


def _one_by_one(at: Gaps, low: Gaps, high: Gaps, rooms: Gaps) -> Gaps:
    """Each actor in turn keeps his place or takes the nearest spot of a grid that is free; where none is, he stays."""
    taken = numpy.empty_like(at)
    for i, own in enumerate(at):
        spots = [numpy.linspace(low[i, axis], high[i, axis], SPOTS) for axis in (0, 1)]
        grid = numpy.stack(numpy.meshgrid(*spots), axis=-1).reshape(-1, 2)
        near = numpy.vstack((own, grid[numpy.argsort(((grid - own) ** 2).sum(axis=1), kind="stable")]))
        across, along = (near[:, None, axis] - taken[None, :i, axis] for axis in (0, 1))
        side, (up, down) = rooms[i, 0] + rooms[:i, 0], rooms[i, 1:]
        high_enough = numpy.where(along > 0, up + rooms[:i, 2], down + rooms[:i, 1])
        free = ~((abs(across) < side) & (abs(along) < high_enough)).any(axis=1)
        taken[i] = near[free.argmax()]  # the first, his own, where none is free
    return taken


def _sign(gaps: Gaps) -> Gaps:
    """To which side each moves; of two in one place the first to one and the second to the other."""
    order = numpy.sign(numpy.arange(len(gaps))[:, None] - numpy.arange(len(gaps))[None, :])
    return numpy.where(gaps == 0, order, numpy.sign(gaps))


def _edge(pair: Pair, places: Mapping[int, Place], radii: Mapping[int, float], most: int) -> Edge | None:
    """None where the two discs leave no room between them."""
    (x, y), (u, v) = places[pair.speaker], places[pair.target]
    length = hypot(u - x, v - y)
    if length < radii[pair.speaker] + radii[pair.target] + ARROW:
        return None
    width = THINNEST + (THICKEST - THINNEST) * sqrt(pair.statements / max(most, MANY))
    # The control point; the curve comes half as far. Where it lies within the picture, the whole curve does.
    bent = (
        min(max((x + u) / 2 + (v - y) * BEND * 2, PAD), WIDTH - PAD),
        min(max((y + v) / 2 - (u - x) * BEND * 2, PAD), HEIGHT - PAD),
    )
    begin = _towards((x, y), bent, radii[pair.speaker] + 2)
    tip = _towards((u, v), bent, radii[pair.target] + 2)
    end = _towards((u, v), bent, radii[pair.target] + 2 + ARROW)
    path = f"M{_point(begin)}Q{_point(bent)} {_point(end)}"
    middle = tuple(begin[axis] / 4 + bent[axis] / 2 + end[axis] / 4 for axis in (0, 1))
    return Edge(pair, path, _head(end, tip, width), round(middle[0], 1), round(middle[1], 1), round(width, 2))


def _head(end: Place, tip: Place, width: float) -> str:
    """A triangle from where the curve ends to the tip."""
    length = hypot(tip[0] - end[0], tip[1] - end[1]) or 1.0
    half = 3.2 + width / 2
    aside = ((tip[1] - end[1]) / length * half, (end[0] - tip[0]) / length * half)
    left, right = (end[0] + aside[0], end[1] + aside[1]), (end[0] - aside[0], end[1] - aside[1])
    return f"M{_point(left)}L{_point(tip)}L{_point(right)}Z"


def _towards(place: Place, other: Place, distance: float) -> Place:
    """The point at this distance on the way from one place to another."""
    length = hypot(other[0] - place[0], other[1] - place[1]) or 1.0
    return (place[0] + (other[0] - place[0]) * distance / length, place[1] + (other[1] - place[1]) * distance / length)


def _point(place: Place) -> str:
    return f"{place[0]:.1f} {place[1]:.1f}"


def _rounded(place: Place) -> Place:
    return round(place[0], 1), round(place[1], 1)
