"""Who is who: every source and addressee of a story becomes an actor.

Names of one bearer are gathered first (``cast``). Then the story is walked from its first word to its last, and each expression
is given to somebody by the first rule that knows: see ``RULES``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from reportedly.annotate.antecedents import Outer, Part, Place, Trail, class_of, facts, likeliest, weights
from reportedly.annotate.cast import Cast, Entity
from reportedly.annotate.countries import atlas
from reportedly.annotate.layers import Draft, Layers
from reportedly.annotate.lexicon import lexicon
from reportedly.annotate.mentions import Description, Phrase, Scan
from reportedly.records import Actor, ActorKind, Document, Mention, Role, Span, Spans


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
    place: Place


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
        self.speakers: list[Entity | None] = [None] * len(drafts)
        self.addressees: list[Entity | None] = [None] * len(drafts)
        self.rules = ["unnamed"] * len(drafts)
        self.trail = Trail()
        self.issuers: dict[str, Entity] = {}  # whose the last report, letter ... was
        self.choices: dict[int, dict[Entity, frozenset[str]]] = {}  # for training: the candidates of each draft's pronoun
        self._sentence_starts = [sentence.start for sentence in layers.sentences]
        self._paragraph_starts = [paragraph.start for paragraph in layers.paragraphs]
        self._quotes = [quote.span for quote in layers.quotes if quote.depth == 0]
        self._quote_starts = [span.start for span in self._quotes]
        inside = (self._quote_at(s.start) >= 0 and self._quote_at(s.start) == self._quote_at(s.end - 1) for s in layers.sentences)
        self._told = list(accumulate(not within for within in inside))

    def resolved(self) -> Resolved:
        expressions = self._expressions()
        self._name_speakers(expressions)
        late = []
        for expression in expressions:
            entity, rule = self.who(expression)
            if rule == "late":
                late.append(expression)
            else:
                self._keep(expression, entity, rule)
        for expression in late:
            self._keep(expression, first_person(self, expression), "first_person")
        for expression in expressions:
            if (draft := expression.place.draft) is not None and self.drafts[draft].implied and self.speakers[draft] is None:
                self.speakers[draft] = carries_on(self, expression)  # what it carries on came after it
        return self._records()

    # ---- the walk

    def _quote_at(self, offset: int) -> int:
        at = bisect_right(self._quote_starts, offset) - 1
        return at if at >= 0 and offset < self._quotes[at].end else -1

    def place(self, span: Span, part: Part = "text", draft: int | None = None) -> Place:
        """Where a span stands."""
        sentence = max(bisect_right(self._sentence_starts, span.start) - 1, 0)
        parent = self.drafts[draft].parent if draft is not None else None
        content = self.drafts[parent].content if parent is not None else ()
        return Place(
            span,
            sentence,
            max(bisect_right(self._paragraph_starts, span.start) - 1, 0),
            self._told[sentence] if self._told else 0,
            self._quote_at(span.start),
            part,
            draft,
            parent,
            next((c for c in content if c.start <= span.start < c.end), None),
        )

    def _expressions(self) -> list[Expression]:
        """Sources, addressees and all other names and nouns for people, in the order of the text."""
        found: list[Expression] = []
        taken: list[Span] = []
        for i, draft in enumerate(self.drafts):
            if draft.content and not draft.source and (draft.implied or not draft.cue):
                start = Span(draft.content[0].start, draft.content[0].start)
                found.append(Expression(Phrase(start, "pronoun"), self.place(start, "source", i)))
                continue
            parts: tuple[tuple[Part, Span | None], ...] = (("source", core(draft.source)), ("addressee", draft.addressee))
            for part, span in parts:
                if span and (phrase := self.scan.read(span)):
                    found.append(Expression(phrase, self.place(span, part, i)))
                    taken.append(span)
        covered = Cover(taken)
        for name in self.scan.names:
            if not covered.touches(name.span):
                found.append(Expression(Phrase(name.full, "name", name=name), self.place(name.span)))
                taken.append(name.full)
        covered = Cover(taken)
        for phrase in self.scan.nouns():
            if not covered.touches(phrase.span):
                found.append(Expression(phrase, self.place(phrase.span)))
        return sorted(found, key=lambda e: (e.place.span.start, e.place.span.end))

    def _name_speakers(self, expressions: Sequence[Expression]) -> None:
        """Speakers that are named may be known before the walk comes to them: ``"He lied," Solheim said`` is not of Solheim."""
        for expression in expressions:
            if expression.place.part == "source" and expression.place.draft is not None:
                self.speakers[expression.place.draft] = named(self, expression)

    def outer(self, place: Place) -> Outer:
        """The people of the statement around a place."""
        if place.parent is None or not 0 <= place.parent < len(self.drafts):
            return Outer()
        return Outer(self.speakers[place.parent], self.addressees[place.parent])

    def _keep(self, expression: Expression, entity: Entity | None, rule: str) -> None:
        place, phrase = expression.place, expression.phrase
        if place.draft is not None and place.part == "source":
            self.speakers[place.draft], self.rules[place.draft] = entity, rule
        if place.draft is not None and place.part == "addressee":
            self.addressees[place.draft] = entity
        if entity is None:
            return
        if phrase.span.end > phrase.span.start:
            entity.mentions.setdefault(phrase.name.span if phrase.name else phrase.span, phrase.form)
        if phrase.form != "pronoun" and not phrase.issued:
            entity.describe(phrase.description, beside_name=phrase.form == "name")
            if not entity.names and not entity.country and len(called := label(self, phrase)) > len(entity.label):
                entity.label = called
        if phrase.gender and phrase.form == "pronoun":
            entity.vote(phrase.gender)
        elif phrase.gender:
            entity.gender = entity.gender or phrase.gender
        self.trail.add(entity, place, phrase.form, place.part == "text" and self.scan.oblique(place.span))

    def who(self, expression: Expression) -> tuple[Entity | None, str]:
        """The first rule that knows, and its name."""
        for rule in RULES:
            if answer := rule(self, expression):
                return (None if answer is NOBODY else answer), rule.__name__
        return None, "late" if is_first_person(expression.phrase) else "unnamed"

    # ---- the result

    def _records(self) -> Resolved:
        spoken = dict.fromkeys(entity for entity in (*self.speakers, *self.addressees) if entity)
        served = dict.fromkeys(state for entity in spoken for title in entity.titles if (state := self._state_of(title)))
        unique = sorted(spoken | served, key=lambda entity: min(entity.mentions, default=Span(len(self.layers.text), 0)))
        ids = {entity: f"a{i}" for i, entity in enumerate(unique, 1)}
        return Resolved(
            tuple(self._actor(entity, ids) for entity in unique),
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
        return " ".join(max(entity.names, key=len_of)) if entity.names else entity.label

    def _kind(self, entity: Entity) -> ActorKind:
        if entity.plural:
            return "group"
        return entity.kind or ("person" if entity.names else "other")

    def _state_of(self, title: Description) -> Entity | None:
        """Norway of "Norwegian foreign minister"."""
        country = atlas().by_code.get(next(iter(title.countries))) if len(title.countries) == 1 else None
        return self.cast.country(country) if country else None

    def _roles(self, entity: Entity, ids: dict[Entity, str]) -> tuple[Role, ...]:
        if entity.kind != "person":
            return ()
        roles: dict[tuple[str, str | None], Role] = {}
        for title in entity.titles:
            words = self.scan.title_words(title)
            state = self._state_of(title)
            if words and lexicon().kind_of(title.head) == "person":
                roles.setdefault(
                    (words.lower(), ids[state] if state else None), Role(words, ids[state] if state else None, title.span)
                )
        return tuple(roles.values())


def len_of(words: Sequence[str]) -> int:
    """How full a name is."""
    return len(words)


NOBODY = Entity("other")  # what a rule answers that knows the story leaves somebody unnamed


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


def label(walk: Resolver, phrase: Phrase) -> str:
    """The words of a phrase without article and possessive ending: what to call one who is never named."""
    tokens = [walk.scan.tokens[i] for i in walk.scan.between(phrase.span)]
    if len(tokens) > 1 and tokens[0].lower in ("the", "a", "an"):
        tokens = tokens[1:]
    return " ".join(walk.layers.text[tokens[0].start : tokens[-1].end].split()) if tokens else ""


def new(walk: Resolver, phrase: Phrase) -> Entity:
    """An actor of its own, called by what the story calls it."""
    head = phrase.description.head if phrase.description else ""
    kind: ActorKind = "person" if lexicon().kind_of(head) == "person" else "organization"
    if phrase.plural or phrase.parts:
        kind = "group"
    entity = Entity(kind, plural=phrase.plural, label=label(walk, phrase), gender=phrase.gender)
    entity.describe(phrase.description)
    return entity


# Each rule takes the walk and an expression and returns whom it means, or None where the rule does not know.


def carries_on(walk: Resolver, expression: Expression) -> Entity | None:
    """An implied statement is the account of whom it carries on, a quotation without source and cue of who spoke last."""
    i = expression.place.draft
    if i is None or walk.drafts[i].source or (walk.drafts[i].cue and not walk.drafts[i].implied):
        return None
    if not walk.drafts[i].implied:  # a quotation by itself
        return walk.trail.last_speaker(expression.place.parent)
    seen: set[int] = set()
    while i is not None and i not in seen and 0 <= i < len(walk.drafts) and walk.drafts[i].implied:
        seen.add(i)
        i = walk.drafts[i].continues
        if i is not None and 0 <= i < len(walk.drafts) and walk.speakers[i]:
            return walk.speakers[i]
    return None


def named(walk: Resolver, expression: Expression) -> Entity | None:
    """``Lavrov`` is Sergey Lavrov; ``Yerevan``, when it speaks, is Armenia."""
    name = expression.phrase.name
    if name is None or expression.phrase.parts:
        return None
    entity = walk.cast.of(name, [s.entity for s in walk.trail.back(200)])
    if expression.place.part == "source" and entity.kind is None:
        description = expression.phrase.description
        bare = description is None or not (description.head or description.modifiers)
        body = expression.phrase.definite and (bare or (description and lexicon().kind_of(description.head) == "body"))
        entity.kind = "organization" if body else "person"
    return entity


def apposed(walk: Resolver, expression: Expression) -> Entity | None:
    """``her counterpart, Director Jan Bos, said``: a name right after a description tells who it is."""
    phrase = expression.phrase
    if phrase.form != "nominal" or phrase.plural or phrase.parts or phrase.issued:
        return None
    name = walk.scan.name_after(phrase.span)
    head = phrase.description.head if phrase.description else ""
    if name is None or name.country or name.kind == "place" or lexicon().kind_of(head) is None:
        return None
    entity = walk.cast.of(name, [s.entity for s in walk.trail.back(200)])
    return entity if (entity.kind in (None, "person")) == (lexicon().kind_of(head) == "person") else None


def relative(walk: Resolver, expression: Expression) -> Entity | None:
    """``a driver from Oslo who said``: the driver."""
    if expression.phrase.pronoun != "relative":
        return None
    place = expression.place
    before = (s for s in walk.trail.back() if s.place.sentence == place.sentence and s.place.span.end <= place.span.start)
    return next((s.entity for s in before), None)


def state(walk: Resolver, expression: Expression) -> Entity | None:
    """``the Armenian leadership``, ``the Norwegian side``: the state."""
    description = expression.phrase.description
    if expression.phrase.form != "nominal" or description is None or expression.phrase.parts or expression.phrase.plural:
        return None
    if (
        description.head not in ("government", "side", "leadership", "")
        or len(description.countries) != 1
        or description.modifiers
    ):
        return None
    return walk.cast.country(atlas().by_code[next(iter(description.countries))])


def joint(walk: Resolver, expression: Expression) -> Entity | None:
    """``Aalto and Okello``: one group."""
    parts = expression.phrase.parts
    if not parts:
        return None
    members = tuple(filter(None, (walk.who(Expression(part, walk.place(part.span)))[0] for part in parts)))
    for sighting in walk.trail.back():
        if len(members) > 1 and set(sighting.entity.members) == set(members):
            return sighting.entity
    entity = new(walk, expression.phrase)
    entity.members = members
    return entity


def issued(walk: Resolver, expression: Expression) -> Entity | None:
    """``the ministry's report``, ``a speech by Osei``: whoever issued it; ``the report``: whose report came up before."""
    phrase = expression.phrase
    if not phrase.issued or phrase.description is None:
        return None
    head = phrase.description.head
    owner = phrase.owner or walk.scan.author_after(phrase.span)
    found: Entity | None = None
    if owner and not is_first_person(owner):
        found = walk.who(Expression(owner, expression.place))[0]
    elif phrase.definite:
        found = walk.issuers.get(head) or last_to_publish(walk)
    if found and found is not NOBODY:
        walk.issuers[head] = found
    return found or NOBODY


def last_to_publish(walk: Resolver) -> Entity | None:
    """Who may be behind ``the report``: the last body that spoke or was named of late, else who spoke last."""
    speaker = walk.trail.last_speaker(None)
    if speaker and speaker.kind == "organization":
        return speaker
    return next((s.entity for s in walk.trail.back(12) if s.entity.kind == "organization" and s.entity.names), speaker)


def described(walk: Resolver, expression: Expression) -> Entity | None:
    """``the minister``: whom the story has called a minister last."""
    phrase = expression.phrase
    if (
        phrase.form != "nominal"
        or phrase.description is None
        or phrase.parts
        or phrase.definite is False
        or is_first_person(phrase)
    ):
        return None
    best: tuple[float, Entity] | None = None
    for rank, s in enumerate(walk.trail.back(200)):
        score = fit(phrase, s.entity)
        if score > 0 and (best is None or score - rank * 0.001 > best[0]):
            best = (score - rank * 0.001, s.entity)
    return best[1] if best else introduced_later(walk, phrase)


def introduced_later(walk: Resolver, phrase: Phrase) -> Entity | None:
    """``The minister`` of a lead that names him in its second sentence, where the story has no other."""
    if not phrase.definite or phrase.plural or (phrase.owner and phrase.owner.form == "pronoun"):
        return None
    fitting = [
        entity for entity in walk.cast.entities if entity.kind == "person" and not entity.mentions and fit(phrase, entity) >= 1
    ]
    return fitting[0] if len(fitting) == 1 else None


def fit(phrase: Phrase, entity: Entity) -> float:
    """How well a description fits somebody, 0 where it does not."""
    wanted = phrase.description
    if wanted is None or not wanted.head or phrase.plural != (entity.plural or entity.kind == "group"):
        return 0
    if phrase.gender and entity.gender and phrase.gender != entity.gender:
        return 0
    states = frozenset[str]().union(*(known.countries for known in entity.descriptions))
    if wanted.countries and states and not wanted.countries & states:
        return 0  # the Jordanian monarch is not the Palestinian president
    return max((_likeness(wanted, known, phrase) for known in entity.descriptions), default=0)


def _likeness(wanted: Description, known: Description, phrase: Phrase) -> float:
    if phrase.plural and not phrase.definite:  # "local officials" are those officials only in the same words
        same = (wanted.head, wanted.modifiers, wanted.countries) == (known.head, known.modifiers, known.countries)
        return 2 if same else 0
    extra = len(wanted.modifiers - known.modifiers)
    if wanted.head == known.head:
        if extra and known.modifiers and not wanted.modifiers & known.modifiers:
            return 0  # the prime minister is not the foreign minister
        return 2 - 0.5 * min(extra, 3)
    if wanted.head in lexicon().broader.get(known.head, ()) and not phrase.plural:
        return 1 - 0.3 * min(extra, 3)
    return 0


def spoken_of_broadly(walk: Resolver, expression: Expression) -> Entity | None:
    """``the senior diplomat`` after a deputy minister has spoken: a word that fits so many means him who spoke last."""
    phrase = expression.phrase
    if not phrase.plain or not phrase.definite or phrase.plural or phrase.owner or phrase.description is None:
        return None
    if expression.place.part == "text" or phrase.description.head not in lexicon().broad:
        return None
    for s in walk.trail.back():
        if s.place.part == "source" and s.entity.kind == "person" and s.entity.names and not s.entity.plural:
            clash = phrase.gender and s.entity.gender and phrase.gender != s.entity.gender
            states = frozenset[str]().union(*(known.countries for known in s.entity.descriptions))
            wanted = phrase.description.countries
            return None if clash or (wanted and states and not wanted & states) else s.entity
    return None


def own(walk: Resolver, expression: Expression) -> Entity | None:
    """A description that fits nobody is somebody new."""
    phrase = expression.phrase
    return new(walk, phrase) if phrase.form == "nominal" and not is_first_person(phrase) else None


def pronoun(walk: Resolver, expression: Expression) -> Entity | None:
    """``he said``: the likeliest of those who came up before."""
    phrase = expression.phrase
    if phrase.pronoun not in ("he", "she", "it", "they", "demonstrative"):
        return None
    candidates = facts(walk.trail, phrase, expression.place, walk.outer(expression.place))
    if expression.place.draft is not None and expression.place.part == "source":
        walk.choices[expression.place.draft] = candidates
    return likeliest(candidates, weights()[class_of(phrase)])


def is_first_person(phrase: Phrase) -> bool:
    """``I``, ``we``, ``our officers``: only the quotation's speaker tells who that is."""
    word = phrase.owner.pronoun if phrase.owner and phrase.form == "nominal" else phrase.pronoun
    return word in ("first_singular", "first_plural")


def first_person(walk: Resolver, expression: Expression) -> Entity | None:
    """``"I told him to wait," Osei said``: I am Osei, who speaks the statement around this one."""
    if expression.phrase.form == "nominal":
        return new(walk, expression.phrase)
    return walk.outer(expression.place).speaker


RULES: tuple[Callable[[Resolver, Expression], Entity | None], ...] = (
    carries_on,
    named,
    apposed,
    relative,
    state,
    joint,
    issued,
    described,
    spoken_of_broadly,
    own,
    pronoun,
)
