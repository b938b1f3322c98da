"""The walk through a story from its first word to its last, in which each expression is given to somebody.

The walk knows where things stand and who has come up; ``rules`` decide.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import accumulate

from reportedly.annotate.antecedents import Candidates, Choice, Kind, Weights, learned, likeliest
from reportedly.annotate.cast import Cast, Entity
from reportedly.annotate.layers import Draft, Layers
from reportedly.annotate.mentions import Mentions, Phrase
from reportedly.annotate.names import Name
from reportedly.annotate.rules import LATE, NOBODY, RULES, carries_on, first_person, named, own, represented
from reportedly.annotate.tokens import GAP
from reportedly.annotate.trail import Outer, Part, Place, Trail
from reportedly.annotate.voices import Voices
from reportedly.records import Span

Asked = tuple[Span, int | None]  # words for somebody, and the draft whose content they stand in


@dataclass(frozen=True, slots=True)
class Expression:
    """One expression for somebody, at its place in the story."""

    phrase: Phrase
    place: Place
    asked: int | None = None  # index of the question that it answers


class Walk:
    """One walk through one story; afterwards ``speakers``, ``addressees`` and ``rules`` hold what it found for each draft.

    ``asked`` are further words for somebody, the sources and targets of events; ``answers`` says whom each of them means. They
    leave no trail: what is asked must not change who speaks.
    """

    def __init__(
        self, layers: Layers, drafts: Sequence[Draft], asked: Sequence[Asked] = (), weights: Weights | None = None
    ) -> None:
        self.drafts = drafts
        self.mentions = Mentions(layers)
        self.cast = Cast(self.mentions, layers.sentences)
        self.voices = Voices(layers, drafts)
        self.issuers: dict[str, Entity] = {}  # whose the last report, letter ... was
        self.speakers: list[Entity | None] = [None] * len(drafts)
        self.trail = Trail(self.speakers)
        self.addressees: list[Entity | None] = [None] * len(drafts)
        self.rules = ["unnamed"] * len(drafts)
        self.answers: list[tuple[Entity, ...]] = [()] * len(asked)
        self.choices: list[Choice] = []  # whom sources without a name could have meant, for training
        self._ahead: dict[int, Expression] = {}  # sources that the walk may come to only after what is said
        self._weights = learned() if weights is None else weights
        self._ground = Ground(layers)
        self._statements = Cover([span for draft in drafts for span in (*draft.content, *draft.source, *draft.cue)])
        self._contents = Contents(drafts)
        self._paragraphs = layers.paragraphs
        self._described: dict[Span, Entity] = {}  # whom each has meant; several statements may share a source
        for name in self.mentions.names:
            self.voices.note(self.cast.of(name, ()), name.span)
        self._go(asked)

    def _go(self, asked: Sequence[Asked]) -> None:
        expressions = self._expressions(asked)
        self._name_people(expressions)
        late = []
        for expression in expressions:
            entity, name = self.who(expression.phrase, expression.place)
            if name == LATE:
                late.append(expression)
            else:
                self._keep(expression, entity, name)
        for expression in late:
            rule = first_person if expression.asked is None else represented
            self._keep(expression, rule(self, expression.phrase, expression.place), rule.__name__)
        for i, draft in enumerate(self.drafts):
            if draft.implied and draft.content and self.speakers[i] is None:  # what it carries on came after it
                self.speakers[i] = carries_on(self, *self._without_words(i, draft))

    def who(self, phrase: Phrase, place: Place) -> tuple[Entity | None, str]:
        """Whom an expression means by the first rule that knows, and the rule's name."""
        if phrase.form == "nominal" and (known := self._described.get(phrase.span)):
            return known, "described"
        for rule in RULES:
            if entity := rule(self, phrase, place):
                return (None if entity is NOBODY else entity), rule.__name__
        return None, LATE if phrase.first_person else "unnamed"

    def choose(self, kind: Kind, candidates: Candidates, phrase: Phrase, place: Place) -> Entity | None:
        """The likeliest candidate, by what is learned and, for a source, by what the network hears."""
        heard: dict[Entity, float] = {}
        if place.draft is not None and place.part == "source":
            self.choices.append(Choice(kind, place.draft, candidates))
            heard = self.voices.loudness(place.draft, phrase.span)
        return likeliest(candidates, self._weights.get(kind, {}), heard)

    def outer(self, place: Place) -> Outer:
        """The people of the statement around a place; its source may come only after it: ``"He lied," she said``."""
        if place.parent is None:
            return Outer()
        ahead = self._ahead.pop(place.parent, None)
        if ahead and ahead.place.span.start > place.span.start and self.speakers[place.parent] is None:
            self.speakers[place.parent] = self._expected(ahead)
        return Outer(self.speakers[place.parent], self.addressees[place.parent])

    def _expected(self, expression: Expression) -> Entity | None:
        """Whom an expression would mean if it stood here; nobody new."""
        noted = len(self.choices)
        entity, rule = self.who(expression.phrase, expression.place)
        del self.choices[noted:]
        return None if rule == own.__name__ else entity

    # ---- what there is

    def place(self, span: Span, part: Part = "text", i: int | None = None, parent: int | None = None) -> Place:
        """Where a span stands; ``i`` is the draft it belongs to, else ``parent`` the one it stands within."""
        if i is not None:
            parent = self.drafts[i].parent
        if parent is not None and not 0 <= parent < len(self.drafts):
            parent = None
        around = self.drafts[parent].content if parent is not None else ()
        inner = next((content for content in around if content.start <= span.start < content.end), None)
        within = parent if i is not None else self._contents.innermost(span.start)
        return Place(span, *self._ground.at(span.start), part, i, parent, inner, within)

    def tells_nothing(self, sentence: int, paragraph: int) -> bool:
        """Whether a sentence of the paragraph holds no word of any statement."""
        return self._ground.paragraph_of(sentence) == paragraph and not self._statements.touches(self._ground.sentences[sentence])

    def opens_next(self, paragraph: int) -> Name | None:
        """The name that the paragraph after this one opens with."""
        if paragraph + 1 >= len(self._paragraphs):
            return None
        begin = self._paragraphs[paragraph + 1].start
        return next((name for name in self.mentions.names.within(Span(begin, begin + GAP)) if name.full.start == begin), None)

    def _without_words(self, i: int, draft: Draft) -> tuple[Phrase, Place]:
        """An expression of no words where a draft without source begins."""
        first = (draft.cue if draft.cue and not draft.implied else draft.content)[0].start
        start = Span(first, first)
        return Phrase(start, "pronoun"), self.place(start, "source", i)

    def _expressions(self, asked: Sequence[Asked]) -> list[Expression]:
        """Sources, addressees, all other names and nouns for somebody and what is asked for, in the order of the text."""
        found: list[Expression] = []
        for i, draft in enumerate(self.drafts):
            if draft.content and not draft.source:
                found.append(Expression(*self._without_words(i, draft)))
                continue
            parts: tuple[tuple[Part, Span | None], ...] = (
                ("source", next(iter(draft.source), None)),
                ("addressee", draft.addressee),
            )
            found += [
                Expression(phrase, self.place(span, part, i))
                for part, span in parts
                if span and (phrase := self.mentions.read(span))
            ]
        named = (Phrase(name.full, "name", name) for name in self.mentions.names)
        for others in (named, self.mentions.nouns()):
            cover = Cover([expression.phrase.span for expression in found])
            found += [Expression(phrase, self.place(phrase.span)) for phrase in others if not cover.touches(phrase.span)]
        for i, (span, within) in enumerate(asked):
            if phrase := self.mentions.read(span):
                found.append(Expression(phrase, self.place(span, parent=within), i))
        return sorted(found, key=lambda expression: expression.place.span)

    def _name_people(self, expressions: Sequence[Expression]) -> None:
        """Who speaks or is told by name is known before the walk comes there: in ``"He lied," Solheim said``, he is another."""
        for expression in expressions:
            draft, part = expression.place.draft, expression.place.part
            if draft is not None and part == "source":
                self._ahead[draft] = expression
                self.speakers[draft] = named(self, expression.phrase, expression.place)
            elif draft is not None and part == "addressee":
                self.addressees[draft] = named(self, expression.phrase, expression.place)

    # ---- what is kept

    def _keep(self, expression: Expression, entity: Entity | None, rule: str) -> None:
        place, phrase = expression.place, expression.phrase
        if place.draft is not None and place.part == "source":
            self.speakers[place.draft], self.rules[place.draft] = entity, rule
        if place.draft is not None and place.part == "addressee":
            self.addressees[place.draft] = entity
        if entity is None:
            return
        if expression.asked is not None:
            self.answers[expression.asked] = parties(entity)
            if phrase.span in entity.mentions or len(parties(entity)) > 1:
                return  # nothing new
        self._mention(phrase, place, entity)
        if phrase.form == "nominal":
            self._described.setdefault(phrase.span, entity)
        if expression.asked is not None:
            return  # what is asked for must not change who speaks
        if phrase.form != "pronoun" and not phrase.issued:
            entity.describe(phrase.description, beside_name=phrase.form == "name")
        if phrase.form == "pronoun":
            entity.vote(phrase.gender)
        else:
            entity.gender = entity.gender or phrase.gender
        oblique = place.part == "text" and self.mentions.oblique(phrase.span)
        self.trail.add(entity, place, phrase.form, oblique)
        self.voices.note(entity, phrase.span)

    def _mention(self, phrase: Phrase, place: Place, entity: Entity) -> None:
        """Note a mention, and the fullest description of one who has no name. A capital where nobody speaks is only a place."""
        if phrase.span.start == phrase.span.end or (place.part == "text" and phrase.name and phrase.name.kind == "place"):
            return
        entity.mentions.setdefault(phrase.name.span if phrase.name else phrase.span, phrase.form)
        if phrase.form == "nominal" and not phrase.issued:
            entity.label = max(entity.label, self.mentions.label(phrase.span), key=len)


def parties(entity: Entity) -> tuple[Entity, ...]:
    """Each of joint actors who are known by name; ``elders and other leaders`` stay one."""
    found = tuple(party for member in entity.members for party in parties(member))
    return found if found and all(party.names or party.country for party in found) else (entity,)


class Ground:
    """Sentences, paragraphs and quotations by offset."""

    def __init__(self, layers: Layers) -> None:
        self.sentences = layers.sentences
        self._sentences = [sentence.start for sentence in layers.sentences]
        self._paragraphs = [paragraph.start for paragraph in layers.paragraphs]
        self._quotes = [quote.span for quote in layers.quotes if quote.depth == 0]
        self._quote_starts = [span.start for span in self._quotes]
        self._told = list(accumulate(not self._is_quoted(sentence) for sentence in layers.sentences))

    def paragraph_of(self, sentence: int) -> int | None:
        """The paragraph of a sentence; None where there is no such sentence."""
        if not 0 <= sentence < len(self.sentences):
            return None
        return max(bisect_right(self._paragraphs, self.sentences[sentence].start) - 1, 0)

    def at(self, offset: int) -> tuple[int, int, int, int]:
        """Sentence, paragraph, how many sentences up to here are the reporter's at least in part, and quotation (-1: none)."""
        sentence = max(bisect_right(self._sentences, offset) - 1, 0)
        paragraph = max(bisect_right(self._paragraphs, offset) - 1, 0)
        return sentence, paragraph, self._told[sentence] if self._told else 0, self._quote(offset)

    def _quote(self, offset: int) -> int:
        at = bisect_right(self._quote_starts, offset) - 1
        return at if at >= 0 and offset < self._quotes[at].end else -1

    def _is_quoted(self, sentence: Span) -> bool:
        """Whether a sentence lies in one quotation from end to end."""
        return self._quote(sentence.start) >= 0 and self._quote(sentence.start) == self._quote(sentence.end - 1)


class Contents:
    """Among the words of which statement an offset stands: of those around it, the one with the shortest content."""

    def __init__(self, drafts: Sequence[Draft]) -> None:
        spans = [(span, i) for i, draft in enumerate(drafts) for span in draft.content]
        begins: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
        for span, i in spans:
            begins[span.start].append((span.end - span.start, span.end, i))
        self._edges = sorted({edge for span, _ in spans for edge in span})
        self._innermost: list[int | None] = []  # from each edge to the next
        open_here: list[tuple[int, int, int]] = []  # a heap, the shortest first
        for edge in self._edges:
            for found in begins.get(edge, ()):
                heappush(open_here, found)
            while open_here and open_here[0][1] <= edge:
                heappop(open_here)
            self._innermost.append(open_here[0][2] if open_here else None)

    def innermost(self, offset: int) -> int | None:
        at = bisect_right(self._edges, offset) - 1
        return self._innermost[at] if at >= 0 else None


class Cover:
    """Whether a span touches any of some spans."""

    def __init__(self, spans: Sequence[Span]) -> None:
        ordered = sorted(spans)
        self._starts = [span.start for span in ordered]
        self._reach = list(accumulate((span.end for span in ordered), max))

    def touches(self, span: Span) -> bool:
        at = bisect_right(self._starts, span.end - 1)
        return at > 0 and self._reach[at - 1] > span.start
