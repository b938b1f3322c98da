"""Who is who: every source and addressee of a story becomes an actor.

Names of one bearer are gathered first (``cast``). Then the story is walked from its first word to its last, and each expression
is given to somebody by the first rule that knows: see ``RULES``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from reportedly.annotate.cast import Cast, Entity
from reportedly.annotate.countries import atlas
from reportedly.annotate.layers import Draft, Layers
from reportedly.annotate.lexicon import lexicon
from reportedly.annotate.mentions import Phrase, Scan
from reportedly.records import Actor, ActorKind, Document, Mention, Role, Span, Spans

Part = Literal["source", "addressee", "text"]


@dataclass(frozen=True, slots=True)
class Resolved:
    """The actors of a story and who speaks and is told in each draft."""

    actors: tuple[Actor, ...]
    speakers: tuple[str | None, ...]  # actor ids, one a draft; None where the story leaves the speaker unnamed
    addressees: tuple[str | None, ...]
    rules: tuple[str, ...]  # the name of the rule that gave each speaker


@dataclass(frozen=True, slots=True)
class Expression:
    """One expression for somebody, at its place in the story."""

    phrase: Phrase
    part: Part
    draft: int | None
    sentence: int


@dataclass(frozen=True, slots=True)
class Sighting:
    """A place where somebody has come up, on the way through the story."""

    entity: Entity
    span: Span
    sentence: int
    part: Part
    draft: int | None
    parent: int | None
    first: bool  # the first of its sentence
    quoted: bool


def resolve(document: Document, layers: Layers, drafts: Sequence[Draft]) -> Resolved:
    """Find out who speaks and who is told in each of ``drafts``. Any text and any drafts give a result."""
    return Resolver(layers, drafts).resolved()


def core(spans: Spans) -> Span | None:
    """The span that names: of "DiRita ... he" the first."""
    return spans[0] if spans else None


class Resolver:
    """One walk through one story."""

    def __init__(self, layers: Layers, drafts: Sequence[Draft]) -> None:
        self.layers, self.drafts = layers, drafts
        self.scan = Scan(layers)
        self.cast = Cast(self.scan)
        self.entities = list(self.cast.entities)
        self.speakers: list[Entity | None] = [None] * len(drafts)
        self.addressees: list[Entity | None] = [None] * len(drafts)
        self.rules = ["unnamed"] * len(drafts)
        self.trail: list[Sighting] = []
        self._sentence_starts = [sentence.start for sentence in layers.sentences]
        self._late: list[Expression] = []

    def resolved(self) -> Resolved:
        for expression in self._expressions():
            entity, rule = self._who(expression)
            if entity is None and rule == "late":
                self._late.append(expression)
                continue
            self._keep(expression, entity, rule)
        for expression in self._late:
            entity, rule = self._owner_of_quotation(expression)
            self._keep(expression, entity, rule)
        for i in range(len(self.drafts)):
            self._carry_on(i)
        return self._records()

    # ---- the walk

    def sentence_of(self, offset: int) -> int:
        return max(bisect_right(self._sentence_starts, offset) - 1, 0)

    def _expressions(self) -> Iterator[Expression]:
        """Sources, addressees and all other names and nouns for people, in the order of the text."""
        found: list[Expression] = []
        taken: list[Span] = []
        for i, draft in enumerate(self.drafts):
            for part, span in (("source", core(draft.source)), ("addressee", draft.addressee)):
                if span and (phrase := self.scan.read(span)):
                    found.append(Expression(phrase, part, i, self.sentence_of(span.start)))  # type: ignore[arg-type]
                    taken.append(span)
        covered = Cover(taken)
        for name in self.scan.names:
            if not covered.touches(name.span) and not name.seat:
                found.append(Expression(Phrase(name.full, "name", name=name), "text", None, self.sentence_of(name.span.start)))
                taken.append(name.full)
        found.sort(key=lambda e: (e.phrase.span.start, e.phrase.span.end))
        return iter(found)

    def _keep(self, expression: Expression, entity: Entity | None, rule: str) -> None:
        if expression.part == "source" and expression.draft is not None:
            self.speakers[expression.draft], self.rules[expression.draft] = entity, rule
        if expression.part == "addressee" and expression.draft is not None:
            self.addressees[expression.draft] = entity
        if entity is None:
            return
        phrase = expression.phrase
        span = phrase.name.span if phrase.name else phrase.span
        entity.mentions.setdefault(span, phrase.form)
        if phrase.form != "pronoun":
            entity.describe(phrase.description)
        if phrase.gender and entity.gender is None:
            entity.gender = phrase.gender
        first = not any(s.sentence == expression.sentence and not s.quoted for s in self.trail[-6:])
        parent = self.drafts[expression.draft].parent if expression.draft is not None else None
        quoted = any(q.inner.start <= span.start < q.inner.end for q in self.layers.quotes[:0])
        self.trail.append(Sighting(entity, span, expression.sentence, expression.part, expression.draft, parent, first, quoted))

    # ---- the rules

    def _who(self, expression: Expression) -> tuple[Entity | None, str]:
        for rule in RULES:
            if answer := rule(self, expression):
                return answer, rule.__name__
        phrase = expression.phrase
        if phrase.pronoun in ("first_singular", "first_plural") or (
            phrase.owner and phrase.owner.pronoun in ("first_singular", "first_plural")
        ):
            return None, "late"
        return None, "unnamed"

    def _owner_of_quotation(self, expression: Expression) -> tuple[Entity | None, str]:
        """``"I told him to wait," Osei said``: I am Osei, whom the draft around this one names."""
        if expression.draft is None:
            return None, "unnamed"
        parent = self.drafts[expression.draft].parent
        speaker = self.speakers[parent] if parent is not None else None
        if speaker is None and self.trail:
            speaker = self.trail[-1].entity
        if expression.phrase.pronoun is None:
            return new(self, expression.phrase), "first_person"
        return speaker, "first_person"

    def _carry_on(self, i: int) -> None:
        """An implied statement is the account of whom it carries on."""
        seen = {i}
        j = self.drafts[i].continues if self.drafts[i].implied else None
        while j is not None and j not in seen and 0 <= j < len(self.drafts):
            seen.add(j)
            if self.speakers[j] is not None or not self.drafts[j].implied:
                self.speakers[i], self.rules[i] = self.speakers[j], "carries_on"
                return
            j = self.drafts[j].continues

    # ---- the result

    def _records(self) -> Resolved:
        used = [entity for entity in (*self.speakers, *self.addressees) if entity]
        unique = list(dict.fromkeys(used))
        unique.sort(key=lambda entity: min(entity.mentions, default=Span(0, 0)))
        ids = {entity: f"a{i}" for i, entity in enumerate(unique, 1)}
        actors = tuple(self._actor(entity, ids) for entity in unique)
        return Resolved(
            actors,
            tuple(ids[e] if e else None for e in self.speakers),
            tuple(ids[e] if e else None for e in self.addressees),
            tuple(self.rules),
        )

    def _actor(self, entity: Entity, ids: dict[Entity, str]) -> Actor:
        mentions = tuple(Mention(span, form) for span, form in sorted(entity.mentions.items()))
        links = {"iso3166": entity.country.iso3166} if entity.country else {}
        return Actor(ids[entity], self._name(entity), self._kind(entity), links, self._roles(entity, ids), mentions)

    def _name(self, entity: Entity) -> str:
        if entity.country:
            return entity.country.name
        if entity.names:
            return " ".join(max(entity.names, key=lambda words: len(words)))
        return entity.label

    def _kind(self, entity: Entity) -> ActorKind:
        if entity.kind:
            return entity.kind
        if entity.plural:
            return "group"
        return "person" if entity.names else "other"

    def _roles(self, entity: Entity, ids: dict[Entity, str]) -> tuple[Role, ...]:
        if entity.kind != "person" or not entity.names:
            return ()
        return tuple(
            Role(self.layers.text[d.span.start : d.span.end], None, d.span)
            for d in entity.descriptions
            if d.span.end > d.span.start
        )


class Cover:
    """Whether a span touches any of some spans."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self.spans = sorted(spans)
        self.starts = [span.start for span in self.spans]
        self.reach: list[int] = []
        for span in self.spans:
            self.reach.append(max(span.end, self.reach[-1] if self.reach else 0))

    def touches(self, span: Span) -> bool:
        at = bisect_right(self.starts, span.end - 1)
        return at > 0 and self.reach[at - 1] > span.start


def new(walk: Resolver, phrase: Phrase) -> Entity:
    """An actor of its own, called by what the story calls it."""
    text = walk.layers.text[phrase.span.start : phrase.span.end]
    tokens = [walk.scan.tokens[i] for i in walk.scan.between(phrase.span)]
    words = lexicon()
    drop = words["article_definite"] | {"a", "an"}
    if len(tokens) > 1 and tokens[0].lower in drop:
        text = walk.layers.text[tokens[1].start : phrase.span.end]
    if tokens and tokens[-1].possessive:
        text = text[: tokens[-1].end - phrase.span.end] if tokens[-1].end < phrase.span.end else text
    head = phrase.description.head if phrase.description else ""
    kind: ActorKind | None = "person" if words.kind_of(head) == "person" else "organization"
    if phrase.plural or phrase.parts:
        kind = "group"
    entity = Entity(kind, plural=phrase.plural, label=" ".join(text.split()), gender=phrase.gender)
    entity.describe(phrase.description)
    walk.entities.append(entity)
    return entity


# Each rule takes the walk and an expression and returns whom it means, or None where the rule does not know.


def named(walk: Resolver, expression: Expression) -> Entity | None:
    """``Lavrov`` is Sergey Lavrov; ``Yerevan``, when it speaks, is Armenia."""
    name = expression.phrase.name
    if name is None or expression.phrase.parts:
        return None
    entity = walk.cast.of(name, [s.entity for s in walk.trail[-200:]])
    if expression.part == "source" and entity.kind is None:
        entity.kind = "organization" if expression.phrase.definite else "person"
    return entity


def relative(walk: Resolver, expression: Expression) -> Entity | None:
    """``a driver from Oslo who said``: the driver."""
    if expression.phrase.pronoun != "relative":
        return None
    before = [s for s in walk.trail if s.sentence == expression.sentence and s.span.end <= expression.phrase.span.start]
    return before[-1].entity if before else None


def state(walk: Resolver, expression: Expression) -> Entity | None:
    """``the Armenian leadership``, ``the Norwegian side``: the state."""
    description = expression.phrase.description
    if expression.phrase.form != "nominal" or description is None or expression.phrase.parts:
        return None
    if (
        description.head not in ("government", "side", "leadership", "")
        or len(description.countries) != 1
        or description.modifiers
    ):
        return None
    code = next(iter(description.countries))
    country = next(c for c in atlas().names.values() if c.iso3166 == code)
    return walk.cast.country(country)


def joint(walk: Resolver, expression: Expression) -> Entity | None:
    """``Aalto and Okello``: one group."""
    if not expression.phrase.parts:
        return None
    members = tuple(
        filter(None, (walk._who(Expression(part, "text", None, expression.sentence))[0] for part in expression.phrase.parts))
    )
    for sighting in reversed(walk.trail):
        if len(members) > 1 and set(sighting.entity.members) == set(members):
            return sighting.entity
    entity = new(walk, expression.phrase)
    entity.members = members
    return entity


def issued(walk: Resolver, expression: Expression) -> Entity | None:
    """``the ministry's report``, ``a speech by Osei``: whoever issued it."""
    phrase = expression.phrase
    if not phrase.issued:
        return None
    if phrase.owner:
        return walk._who(Expression(phrase.owner, expression.part, expression.draft, expression.sentence))[0]
    if phrase.definite:
        for s in reversed(walk.trail):
            if s.part == "source":
                return s.entity
    return None


def described(walk: Resolver, expression: Expression) -> Entity | None:
    """``the minister``: whom the story has called a minister last."""
    phrase = expression.phrase
    if phrase.form != "nominal" or phrase.description is None or phrase.parts or phrase.definite is False:
        return None
    best: tuple[float, Entity] | None = None
    for rank, s in enumerate(reversed(walk.trail[-200:])):
        score = fit(phrase, s.entity) - rank * 0.001
        if score > 0 and (best is None or score > best[0]):
            best = (score, s.entity)
    return best[1] if best else None


def fit(phrase: Phrase, entity: Entity) -> float:
    """How well a description fits somebody, 0 where it does not."""
    wanted = phrase.description
    assert wanted is not None
    if phrase.plural != (entity.plural or entity.kind == "group") or not wanted.head:
        return 0
    if phrase.gender and entity.gender and phrase.gender != entity.gender:
        return 0
    broader = lexicon().broader
    found = 0.0
    for known in entity.descriptions:
        if wanted.countries and known.countries and not wanted.countries & known.countries:
            continue
        if wanted.head == known.head:
            extra = len(wanted.modifiers - known.modifiers)
            found = max(found, 2 - 0.5 * extra)
        elif wanted.head in broader.get(known.head, ()):
            found = max(found, 1 - 0.3 * len(wanted.modifiers - known.modifiers))
    return found


def own(walk: Resolver, expression: Expression) -> Entity | None:
    """A description that fits nobody is somebody new."""
    phrase = expression.phrase
    if phrase.form != "nominal" or (phrase.owner and phrase.owner.pronoun in ("first_singular", "first_plural")):
        return None
    return new(walk, phrase)


def pronoun(walk: Resolver, expression: Expression) -> Entity | None:
    """``he said``: the likeliest of those who came up before."""
    phrase = expression.phrase
    if phrase.pronoun not in ("he", "she", "it", "they", "demonstrative"):
        return None
    best: dict[Entity, float] = {}
    for rank, s in enumerate(reversed(walk.trail[-40:])):
        if compatible(phrase, s.entity):
            score = -rank * 0.1 + (1.0 if s.part == "source" else 0) + (0.5 if s.first else 0)
            best[s.entity] = max(best.get(s.entity, -99.0), score)
    return max(best, key=lambda e: best[e]) if best else None


def compatible(phrase: Phrase, entity: Entity) -> bool:
    """Number, gender and kind: nobody is "she" who was "he"."""
    if phrase.pronoun in ("he", "she"):
        return entity.kind in (None, "person") and not entity.plural and entity.gender in (None, phrase.gender)
    if phrase.pronoun in ("it", "demonstrative"):
        return entity.kind not in ("person", None) and not entity.plural
    return entity.plural or entity.kind in ("group", "organization", "country")


RULES: tuple[Callable[[Resolver, Expression], Entity | None], ...] = (
    named,
    relative,
    state,
    joint,
    issued,
    described,
    own,
    pronoun,
)
