"""Who does what an event names, and to whom.

Every actor whom words near it or the network point to may stand on either side, on both, as at talks, or on neither. All ways to
place them are weighed together (see ``weighing``): what speaks for each actor on his side, and how many stand where. "Estvale and
Sund demanded" has two sources, "the two met" nobody on one side only. The heaviest arrangement is taken.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations, product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from reportedly.annotate.events.drafts import EventDraft, Holders, expressions
from reportedly.annotate.events.phrases import FUNCTION_WORDS, PRONOUNS, ROLES, Candidate
from reportedly.annotate.events.scene import Scene
from reportedly.annotate.events.weighing import Fact, Facts, Learned, all_of, holds, learned, logit, weigh
from reportedly.annotate.layers import Draft
from reportedly.annotate.network import Floats
from reportedly.annotate.walk import Asked
from reportedly.records import Actor, Span

Counts = tuple[int, int, int]  # of those on the source's side alone, on the target's alone, on both

LOOKED_AT = 8  # actors of an event that are weighed, the likeliest by what the network hears
TAKE_PART = 3  # of them at most
IMPOSSIBLE = -1e4  # a weight
SIDES = ("source", "target", "both")
SPEAKS = (10.0, 0.0, 10.0)  # a statement that is an act has its speaker as source
MANY = frozenset({"group", "organization"})  # who may do it to each other, named as one: "the ministers met"
COUNTED_BY_TYPE = frozenset({"CONSULT", "COOPERATE", "AGREE", "SUPPORT"})  # whose parties often do it to each other
PREPOSITIONS = FUNCTION_WORDS - {"and", "or", "than", "as"} | {"toward", "towards", "over", "among", "into"}
FIRST_PERSON = frozenset({"i", "we", "us", "me", "my", "our"})
BE = frozenset({"be", "been", "being", "is", "are", "was", "were", "'s", "’s", "get", "got"})
PARTICIPLE = re.compile(r"(?:ed|en|wn|ld|ught)$")

Side = dict[str, tuple[float, Span | None]]
"""Actor: how likely, and the words it rests on."""


def asked(events: Sequence[EventDraft], drafts: Sequence[Draft]) -> list[Asked]:
    """Every expression that may name a participant, and the draft within whose content it stands."""
    holders = Holders(drafts)
    return [(span, holders.innermost(span)) for span in expressions(events)]


@dataclass(frozen=True, slots=True)
class Bidder:
    """An actor who may take part in an event."""

    actor: Actor
    named: tuple[Candidate, ...]  # the phrases that mean him
    heard: tuple[float, ...]  # the network's highest probabilities of them, by ``ROLES``


@dataclass(frozen=True, slots=True)
class Tellers:
    """The actors whom an event's statements tell of without naming them beside it."""

    speakers: frozenset[str]  # who make the statement that is this event
    told: str | None  # whom they tell
    holder: str | None  # who speaks the statement around it
    holder_told: str | None


def participants(scene: Scene, event: EventDraft, weights: Learned | None = None) -> tuple[Side, Side]:
    """Who does it and to whom, the likeliest first, each with the words nearest to it that mean him.

    ``weights`` stand in for those that are shipped.
    """
    around = tellers(scene, event)
    found = bidders(scene, event, around)
    facts = facts_of(scene, event, found, around)
    sides = (weights or learned()).sides
    weighed = np.array([weigh_sides(each, sides) for each in facts], dtype=np.float32).reshape(-1, len(SIDES))
    weighed[[bidder.actor.id in around.speakers for bidder in found]] += SPEAKS
    counts = _shipped_counts(group_of(event)) if weights is None else counts_weights(group_of(event), weights)
    chosen, shares = arrange(weighed, counts, [bidder.actor.kind in MANY for bidder in found])

    def on(side: int) -> Side:
        taking = [(i, float(shares[i, side])) for i, placed in enumerate(chosen) if placed & 1 << side]
        ranked = sorted(taking, key=lambda item: -item[1])
        return {found[i].actor.id: (share, _rests_on(found[i], event)) for i, share in ranked}

    return on(0), on(1)


def _rests_on(bidder: Bidder, event: EventDraft) -> Span | None:
    spans = [candidate.span for candidate in bidder.named]
    return min(spans, key=lambda span: abs(span.start - event.trigger.start), default=event.speaker)


def tellers(scene: Scene, event: EventDraft) -> Tellers:
    """Several who speak together are several speakers: "Estvale and Sund demanded"."""
    act = None if event.act is None else scene.statements[event.act]
    holder = None if event.statement is None else scene.statements[event.statement]
    together = scene.meant.get(event.speaker, ()) if event.speaker else ()
    alone = (act.speaker.id,) if act and act.speaker else ()
    return Tellers(
        frozenset(together if len(together) > 1 else alone),
        act.addressee.id if act and act.addressee else None,
        holder.speaker.id if holder and holder.speaker else None,
        holder.addressee.id if holder and holder.addressee else None,
    )


def bidders(scene: Scene, event: EventDraft, around: Tellers) -> list[Bidder]:
    """The likeliest to take part, the likeliest first."""
    named: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in event.candidates:
        for actor in scene.meant[candidate.span]:
            named[actor].append(candidate)
    likely: dict[str, tuple[float, ...]] = {
        actor: tuple(map(max, zip(*(c.heard for c in each), strict=True))) for actor, each in named.items()
    }
    for teller in (*sorted(around.speakers), around.told, around.holder, around.holder_told):
        if teller is not None:
            likely.setdefault(teller, (0.0,) * len(ROLES))

    def bid(actor: str) -> float:
        told = (actor in around.speakers) + 0.3 * (actor == around.told) + 0.15 * (actor == around.holder)
        return max(likely[actor]) + told

    ranked = sorted(likely, key=lambda actor: (-bid(actor), actor))[:LOOKED_AT]
    return [Bidder(scene.actors[a], tuple(named.get(a, ())), likely[a]) for a in ranked]


# ---- what speaks for each


def facts_of(scene: Scene, event: EventDraft, found: Sequence[Bidder], around: Tellers) -> list[Facts]:
    """What speaks for and against each bidder."""
    best = np.max([b.heard for b in found], axis=0).tolist() if found else []
    sentence = Sentence(scene, event, found)
    return [
        all_of(
            _heard_facts(bidder, best, event), _told_facts(bidder.actor.id, event, around), _kind_facts(bidder.actor, event),
            _renown_facts(scene, bidder.actor.id, event), sentence.facts(bidder),
        )
        for bidder in found
    ]  # fmt: skip


def _manner(event: EventDraft) -> str:
    return "act" if event.act is not None else "plain"


def _heard_facts(bidder: Bidder, best: Sequence[float], event: EventDraft) -> Iterator[Fact]:
    """What the network hears, and whether it hears anybody more."""
    for role, probability, most in zip(ROLES, bidder.heard, best, strict=True):
        yield role, logit(probability)
        yield f"{role} of {_manner(event)}", logit(probability)
        yield f"{role} plainly", probability
        yield f"below best {role}", most - probability
        if 0 < probability == most:
            yield f"best {role}", 1.0
    yield "rather source than target", logit(bidder.heard[0]) - logit(bidder.heard[1])
    if any(candidate.together for candidate in bidder.named):
        yield from holds("together", f"together, {_manner(event)}")


def _told_facts(actor: str, event: EventDraft, around: Tellers) -> Iterator[Fact]:
    """What part he has in the statements that are or tell this event."""
    if actor in around.speakers:
        yield from holds("speaks", f"speaks {event.type}")
    elif around.speakers:
        yield from holds("another speaks")
    if actor == around.told:
        yield from holds("is told", f"is told {event.type}")
    elif around.told:
        yield from holds("another is told")
    if actor == around.holder:
        yield from holds(f"speaks around it, {_manner(event)}")
    if actor == around.holder_told:
        yield from holds(f"is told around it, {_manner(event)}")


def _kind_facts(actor: Actor, event: EventDraft) -> list[Fact]:
    """Of what kind the actor and the event are."""
    kind = f"a {actor.kind}"
    return holds("any", _manner(event), event.type, kind, f"{kind} in {event.type}", f"{kind}, {_manner(event)}")


def _renown_facts(scene: Scene, actor: str, event: EventDraft) -> Iterator[Fact]:
    """How much the story is about him, and when it last told of him."""
    renown = math.log1p(scene.renown[actor]) / 2
    yield "renown", renown
    yield f"renown, {_manner(event)}", renown
    if scene.ranks[actor] < 3:
        yield from holds(f"rank {scene.ranks[actor]}")
    places = scene.places[actor]
    trigger = scene.at(event.trigger).start
    here = scene.sentence(trigger)
    if places and scene.sentence(places[0]) < 2:
        yield from holds("in the lead")
    yield from holds("has come up" if any(place < trigger for place in places) else "comes up after it")
    before = [place for place in places if place < scene.opens(here)]
    if before:
        yield "sentences since", math.log1p(here - scene.sentence(before[-1])) / 2
    else:
        yield from holds("not before this sentence")


class Sentence:
    """The trigger's sentence, and who stands where in it."""

    def __init__(self, scene: Scene, event: EventDraft, found: Sequence[Bidder]) -> None:
        self.scene, self.event = scene, event
        self.trigger = scene.at(event.trigger)
        self.number = scene.sentence(self.trigger.start)
        self.named = {b.actor.id: [(scene.at(c.span), c.together) for c in b.named] for b in found}
        here = {a: [place for place in places if self._is_here(place[0])] for a, places in self.named.items()}
        self.here = here
        self.all = sorted({(at.start, at.stop) for places in here.values() for at, _ in places})

    def _is_here(self, at: range) -> bool:
        overlaps = at.start < self.trigger.stop and self.trigger.start < at.stop
        return self.scene.sentence(at.start) == self.number and not overlaps

    @property
    def is_passive(self) -> bool:
        words, first = self.scene.words, self.trigger.start
        passive = not BE.isdisjoint(words[max(first - 3, 0) : first])
        return passive and PARTICIPLE.search(words[self.trigger.stop - 1]) is not None

    def facts(self, bidder: Bidder) -> Iterator[Fact]:
        """Where he stands, beside which words."""
        manner, places = _manner(self.event), self.here[bidder.actor.id]
        if not places:
            yield from holds(f"not here, {manner}")
            named = self.named[bidder.actor.id]
            if any(self.scene.sentence(at.start) == self.number - 1 for at, _ in named):
                yield from holds("in the sentence before")
            if not named:
                yield from holds("unnamed")
            return
        yield from holds("here")
        yield from self._nesting(places)
        before = [at for at, _ in places if at.stop <= self.trigger.start]
        after = [at for at, _ in places if at.start >= self.trigger.stop]
        if before:
            yield from self._beside("before", max(before, key=lambda at: at.start))
        if after:
            yield from self._beside("after", min(after, key=lambda at: at.start))
        if min(at.start for at, _ in places) - self.scene.opens(self.number) < 3:
            yield from holds("opens the sentence")

    def _nesting(self, places: Sequence[tuple[range, bool]]) -> Iterator[Fact]:
        """Whether his words stand within another phrase or hold one: ``Sund`` | 's army."""
        together = "together" if any(together for _, together in places) else "not together"

        def within(inner: range, outer: range) -> bool:
            return outer.start <= inner.start and inner.stop <= outer.stop and inner != outer

        others = [range(*each) for each in self.all]
        if all(any(within(at, other) for other in others) for at, _ in places):
            yield from holds("within another", f"within another, {together}")
        if any(within(other, at) for at, _ in places for other in others):
            yield from holds("around another", f"around another, {together}")

    def _beside(self, side: str, at: range) -> Iterator[Fact]:
        """What stands between him and the trigger, and before him."""
        words, between = self.scene.words, self._between(at)
        yield f"{side}, how far", math.log1p(len(between)) / 2
        yield from holds(side, f"{side}, {_manner(self.event)}", f"{side} {self.event.type}")
        yield from holds(f"{side}, {min(sum(between.start <= s and e <= between.stop for s, e in self.all), 3)} between")
        if self.is_passive:
            yield from holds(f"{side}, passive")
        if not between:
            yield from holds(f"{side}, beside it")
        if word := self._leads_in(side, at):
            yield from holds(f"{side}, {word}")
        if side == "before" and at.stop < len(words) and words[at.stop] in ("'s", "’s"):
            yield from holds("before, possessive")
        if len(at) == 1 and words[at.start] in PRONOUNS:
            yield from holds(f"{side}, pronoun")
            if words[at.start] in FIRST_PERSON:
                yield from holds(f"{side}, first person")

    def _between(self, at: range) -> range:
        return range(at.stop, self.trigger.start) if at.start < self.trigger.start else range(self.trigger.stop, at.start)

    def _leads_in(self, side: str, at: range) -> str | None:
        """The preposition before him, "and", or that a mark stands there: visited | by | the minister."""
        words, i = self.scene.words, at.start - 1
        if i >= 0 and words[i] in ("the", "a", "an"):
            i -= 1
        if i < 0:
            return None
        if words[i] in PREPOSITIONS:
            return words[i] if side == "before" or i >= self.trigger.stop - 1 else None
        if words[i] == "and":
            return "and"
        return None if words[i][0].isalnum() else "mark"


def weigh_sides(facts: Facts, weights: Mapping[str, Sequence[float]]) -> tuple[float, float, float]:
    """The sums of what speaks for somebody on each of ``SIDES``."""
    source = target = both = 0.0
    for fact, amount in facts.items():
        if fact in weights:
            a, b, c = weights[fact]
            source += a * amount
            target += b * amount
            both += c * amount
    return source, target, both


# ---- all ways to place them


class Arrangements(NamedTuple):
    """All ways to place ``LOOKED_AT`` actors: 0 on neither side, 1 as source, 2 as target, 3 as both."""

    places: NDArray[np.int8]  # [arrangements, LOOKED_AT]
    holds: Floats  # [LOOKED_AT * 3, arrangements] whether each actor is placed as source, target, both
    counts: tuple[Counts, ...]  # the different counts
    counted: NDArray[np.intp]  # [arrangements] index into ``counts``
    alone: NDArray[np.intp]  # [LOOKED_AT] the arrangement in which only he stands anywhere, and on both sides


@cache
def arrangements() -> Arrangements:
    rows = []
    for many in range(TAKE_PART + 1):
        for who in combinations(range(LOOKED_AT), many):
            for sides in product((1, 2, 3), repeat=many):
                row = [0] * LOOKED_AT
                for actor, side in zip(who, sides, strict=True):
                    row[actor] = side
                rows.append(row)
    places = np.array(rows, dtype=np.int8)
    holds_side = np.stack([places == side for side in (1, 2, 3)], axis=2).reshape(len(rows), -1).T.astype(np.float32)
    counted = [(row.count(1), row.count(2), row.count(3)) for row in rows]
    counts = tuple(sorted(set(counted)))
    alone = np.array([next(i for i, row in enumerate(rows) if row[who] == 3 and sum(row) == 3) for who in range(LOOKED_AT)])
    return Arrangements(places, holds_side, counts, np.array([counts.index(each) for each in counted]), alone)


def arrange(weights: Floats, by_count: Floats, many: Sequence[bool]) -> tuple[list[int], Floats]:
    """The heaviest arrangement of actors with ``weights`` [actors, 3] on each side; how likely each is source, and target.

    ``by_count`` are the weights of ``arrangements().counts``. Who is not ``many`` does nothing to himself alone.
    """
    ways = arrangements()
    padded = np.full((LOOKED_AT, len(SIDES)), IMPOSSIBLE, dtype=np.float32)
    padded[: len(weights)] = weights
    total = padded.ravel() @ ways.holds + by_count[ways.counted]
    total[ways.alone[: len(weights)][~np.array(many, dtype=bool)]] = IMPOSSIBLE
    share = np.exp(total - total.max())
    placed = (ways.holds @ (share / share.sum())).reshape(LOOKED_AT, len(SIDES))[: len(weights)]
    shares = placed[:, :2] + placed[:, 2:]
    return ways.places[int(total.argmax())][: len(weights)].tolist(), shares


def group_of(event: EventDraft) -> str:
    """Events in which as many usually stand on each side."""
    return "act" if event.act is not None else event.type if event.type in COUNTED_BY_TYPE else "any"


def counts_weights(group: str, weights: Learned) -> Floats:
    """The weight of each of ``arrangements().counts``."""
    return np.array([weigh(facts, weights.counts) for facts in counts_facts(group)], dtype=np.float32)


@cache
def _shipped_counts(group: str) -> Floats:
    return counts_weights(group, learned())


def counts_facts(group: str) -> list[Facts]:
    """What speaks for each of ``arrangements().counts``."""
    found: list[Facts] = []
    for source, target, both in arrangements().counts:
        names = [f"{source} sources", f"{target} targets", f"{both} both", f"{source + both} do it", f"{target + both} suffer it"]
        whole = f"{source} sources, {target} targets, {both} both"
        found.append(dict(holds(whole, *names, *(f"{name} of {group}" for name in names))))
    return found
