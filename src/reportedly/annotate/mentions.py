"""Expressions for people, bodies and states: where the story names somebody, and what a phrase says of whom it means.

Names are found by their capitals, with the title before them ("Norwegian foreign minister | Marit Solheim"). A phrase, which may
be a statement's source, is read into its head, what is said of it, number, gender and definiteness; who that is, ``actors`` says.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Literal, NamedTuple

from reportedly.annotate.countries import Country, atlas
from reportedly.annotate.layers import Layers
from reportedly.annotate.lexicon import Gender, lexicon
from reportedly.records import ActorKind, MentionForm, Span

# U.S. and J.P.; O'Neill, el-Khatib, AT&T, Evans/McDonough; accents may stand apart from their letter.
WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[\w\u0300-\u036f]+(?:[-'’&/][\w\u0300-\u036f]+)*")
POSSESSIVE = re.compile(r"['’]s$|(?<=s)['’]$", re.IGNORECASE)
GAP = 80  # characters between two words that still matter; hostile text has gaps of megabytes

PronounClass = Literal["he", "she", "it", "they", "first_singular", "first_plural", "relative", "demonstrative"]
PRONOUNS: tuple[PronounClass, ...] = ("he", "she", "it", "they", "first_singular", "first_plural", "relative", "demonstrative")


class Token(NamedTuple):
    """A word as names are made of them: with its hyphens, without a possessive ending."""

    start: int
    end: int  # of the word alone
    word: str
    lower: str
    gap: str  # the characters since the token before, possessive ending not among them
    possessive: bool
    initial: bool  # first of its sentence or quotation: its capital says nothing

    @property
    def capital(self) -> bool:
        return any(char.isupper() for char in self.word) and self.word != "I"


@dataclass(frozen=True, slots=True)
class Description:
    """What is said of somebody: the Norwegian (NO) foreign (modifier) minister (head)."""

    head: str  # singular, lower case; "" where there is none
    modifiers: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()  # ISO 3166 codes
    span: Span = Span(0, 0)


@dataclass(frozen=True, slots=True)
class Name:
    """A name in the story."""

    span: Span  # the name alone
    words: tuple[str, ...]
    title: Description | None  # said of the bearer right before the name
    kind: ActorKind | None  # as far as this place alone tells
    country: Country | None = None  # the state it names, or stands for as its capital
    seat: bool = False  # a capital or seat of government: a place unless it speaks
    honorific: Gender | None = None
    full: Span = Span(0, 0)  # with the title


@dataclass(frozen=True, slots=True)
class Phrase:
    """An expression for somebody, read by itself."""

    span: Span
    form: MentionForm
    name: Name | None = None
    description: Description | None = None
    pronoun: PronounClass | None = None
    plural: bool = False
    definite: bool | None = None  # None: neither article nor possessive
    gender: Gender | None = None
    owner: Phrase | None = None  # whose: "his spokesman", "Norway's minister"; for what was issued, who issued it
    plain: bool = False  # in small words without a complement: "the senior diplomat", not "the FA president"
    issued: bool = False  # a statement, report, letter: it speaks for who issued it
    parts: tuple[Phrase, ...] = ()  # of joint speakers


@lru_cache(maxsize=65536)
def _lowered(word: str) -> str:
    return word.lower().replace("’", "'")


def tokens_of(layers: Layers) -> list[Token]:
    """The words of the text with what stands between them; linear in its length."""
    starts = {sentence.start for sentence in layers.sentences}
    starts.update(quote.inner.start for quote in layers.quotes)
    found: list[Token] = []
    last = 0
    for match in WORD.finditer(layers.text):
        start, end = match.span()
        word = match.group()
        bare = POSSESSIVE.sub("", word)
        possessive = bare != word or (layers.text[end : end + 1] in ("'", "’") and word.endswith("s"))
        gap = layers.text[max(last, start - GAP) : start]
        initial = start in starts or "\n" in gap or not found
        found.append(Token(start, start + len(bare), bare, _lowered(bare), gap, possessive, initial))
        last = end
    return found


@dataclass
class Scan:
    """All tokens and names of a story, and the reading of any phrase of it."""

    layers: Layers
    tokens: list[Token] = field(init=False)
    names: list[Name] = field(init=False)

    def __post_init__(self) -> None:
        self.tokens = tokens_of(self.layers)
        self._starts = [token.start for token in self.tokens]
        self.names = list(self._names())
        self._name_starts = [name.span.start for name in self.names]
        self._name_starts_set = frozenset(self._name_starts) | {name.full.start for name in self.names}

    @cached_property
    def lower_words(self) -> frozenset[str]:
        """Words that the story also writes small: no names, whatever their capital at a sentence's start."""
        return frozenset(token.word for token in self.tokens if token.word.islower())

    @cached_property
    def proper_words(self) -> frozenset[str]:
        """Words that bear a capital within a sentence."""
        return frozenset(token.word for token in self.tokens if token.capital and not token.initial)

    def between(self, span: Span) -> range:
        """Indices of the tokens that begin within the span."""
        return range(bisect_left(self._starts, span.start), bisect_left(self._starts, span.end))

    # ---- names

    def _names(self) -> Iterator[Name]:
        position = 0
        while position < len(self.tokens):
            if not self._may_begin(position):
                position += 1
                continue
            end = self._run_end(position)
            yield from self._read_run(position, end)
            position = end

    def _may_begin(self, i: int) -> bool:
        token = self.tokens[i]
        words = lexicon()
        if not token.capital or token.lower in words["calendar"]:
            return False
        if "-" in token.word and token.word.rpartition("-")[2].islower() and words.is_ordinary(token.lower.rpartition("-")[2]):
            return False  # "Brussels-based"
        if token.lower in words["function"] and not (token.word.isupper() and len(token.word) > 1 and not token.initial):
            return False
        if not token.initial or token.word in self.proper_words:
            return True
        follows = i + 1 < len(self.tokens) and self._joins(i, i + 1)
        return follows or not (token.lower in self.lower_words or words.is_ordinary(token.lower) or words.kind_of(token.lower))

    def _joins(self, i: int, j: int) -> bool:
        """Whether token j carries on the name or title that token i is part of."""
        before, after = self.tokens[i], self.tokens[j]
        if not after.capital or after.lower in lexicon()["calendar"]:
            return False
        if before.possessive and not lexicon().kind_of(before.lower):
            return False  # "Norway's Foreign Ministry" is two names, "Prosecutor's Office" one
        dotted = (
            len(before.word) == 1 or before.lower in lexicon()["honorific"] or (before.word.istitle() and len(before.word) < 5)
        )
        return after.gap in (" ", "\u00a0", "\n", " & ") or (
            after.gap == ". " and dotted and not (after.initial and len(before.word) > 3)
        )

    def _run_end(self, i: int) -> int:
        """One past the last token of the run of capitals that begins at i."""
        words = lexicon()
        j = i + 1
        body = words.kind_of(self.tokens[i].lower) == "body"
        linked = False  # "and" goes on only after an "of": Ministry of Labour and Social Affairs
        while j < len(self.tokens):
            if self._joins(j - 1, j):
                body = body or words.kind_of(self.tokens[j].lower) == "body"
                j += 1
                continue
            last = self.tokens[j - 1].lower
            chartered = last in words.ordinary and words.kind_of(last) != "person" and not self.tokens[j - 1].initial
            links = words["of_words"] if body or (chartered and self.tokens[j].lower == "of") else words["particle"]
            k = j
            while (
                k < min(j + 3, len(self.tokens))
                and self.tokens[k].lower in links
                and self.tokens[k].gap == " "
                and not self.tokens[k - 1].possessive
            ):
                k += 1
            if (
                k == j
                or k >= len(self.tokens)
                or self.tokens[k].gap != " "
                or not self.tokens[k].capital
                or self.tokens[k].lower in words["calendar"]
            ):
                break
            if self.tokens[j].lower == "and" and (not linked or words.kind_of(self.tokens[k].lower) == "person"):
                break  # "the Foreign Ministry and President Osei" are two
            linked = True
            j = k + 1
        return j

    def _read_run(self, first: int, end: int) -> Iterator[Name]:
        words = lexicon()
        tokens = self.tokens[first:end]
        if len(tokens) > 12:  # a headline in capitals, not a name
            return
        joined = " ".join(token.word for token in tokens)
        country = atlas().named(joined)
        seat = None if country else atlas().ruled_from(joined)
        if country or seat:
            yield self._name(first, end, None, "country" if country else "place", country or seat, seat=bool(seat))
            return
        if len(tokens) == 1 and atlas().of_people(joined):
            return
        if any(token.possessive for token in tokens[:-1]):  # "the People's Court"
            yield self._name(first, end, None, "organization")
            return
        newspaper = first > 0 and self.tokens[first - 1].word == "The" and not self.tokens[first - 1].initial
        if newspaper:  # "as The Pioneer reported"
            yield self._name(first, end, None, "organization")
            return
        body_last = words.kind_of(tokens[-1].lower) == "body" and not (len(tokens) > 1 and self._is_surname(tokens))
        charter = self._is_charter(first, tokens)
        split = 0 if body_last or charter else self._title_end(tokens)
        if split == len(tokens):
            return  # "Foreign Minister": a title alone
        office = (
            first > 1
            and self.tokens[first - 1].lower in ("of", "for")
            and words.kind_of(self.tokens[first - 2].lower) == "person"
        )
        if split == 0 and len(tokens) > 2 and office and not words.kind_of(tokens[-1].lower):
            title = self._title(first - 2, first - 1, upto=end - 2)  # "Secretary of State | Daniel Horvath"
            yield self._name(end - 2, end, title, "person")
            return
        if office and not split and all(words.is_ordinary(token.lower) for token in tokens):
            return  # "the minister of | Border Affairs"
        if body_last or charter or (split == 0 and self._is_body(first, end)):
            yield self._name(first, end, None, "organization")
            return
        title = self._title(first, first + split)
        name_first = first + split
        if not split and len(tokens) > 1 and atlas().demonyms.get(tokens[0].lower):
            name_first += 1
            title = self._title(first, name_first)
        honorific = self._honorific(self.tokens[first:name_first])
        kind: ActorKind | None = None
        if (title and title.head) or honorific or self._is_of_a_country(name_first, end) or self._is_who(end):
            kind = "person"
        elif first and self.tokens[first - 1].lower in words["preposition_of_place"] and self.tokens[first].gap == " ":
            kind = "place"
        elif first and self.tokens[first - 1].lower == "the" and not title:
            kind = "organization"
        yield self._name(name_first, end, title, kind, honorific=honorific)

    def _name(
        self,
        first: int,
        end: int,
        title: Description | None,
        kind: ActorKind | None,
        country: Country | None = None,
        seat: bool = False,
        honorific: Gender | None = None,
    ) -> Name:
        span = Span(self.tokens[first].start, self.tokens[end - 1].end)
        full = Span(min(span.start, title.span.start), span.end) if title else span
        return Name(span, tuple(token.word for token in self.tokens[first:end]), title, kind, country, seat, honorific, full)

    def _title_end(self, tokens: Sequence[Token]) -> int:
        """How many words of a run are title: ``Deputy Foreign Minister | Arkady Velin``; all of them in ``Foreign Minister``."""
        words = lexicon()
        for i in range(len(tokens), 0, -1):
            word = tokens[i - 1].lower
            is_title = word in words["honorific"] or (
                words.kind_of(word) == "person" and not (word in words.first_names and i < 3)
            )
            if is_title and (i < len(tokens) or not self._is_surname(tokens)):
                return i
        return 0

    def _is_surname(self, tokens: Sequence[Token]) -> bool:
        """``Marta Baker`` and ``Rafiqul Mollah`` end in a word for a person and are names; ``Foreign Minister`` is none."""
        if len(tokens) < 2:
            return False
        words = lexicon()
        before, last = tokens[-2].lower, tokens[-1].lower
        if before in words.first_names and words.kind_of(before) is None:
            return True
        return not (before in words.ordinary or last in words.ordinary or words.kind_of(before) or atlas().of_people(before))

    def _is_charter(self, first: int, tokens: Sequence[Token]) -> bool:
        """``the General Agreement on Trade``: with an article and in ordinary words, no general."""
        words = lexicon()
        plain = all(words.is_ordinary(token.lower) and token.lower not in words.first_names for token in tokens[1:])
        article = first > 0 and self.tokens[first - 1].lower == "the"
        return article and plain and len(tokens) > 1 and not words.kind_of(tokens[-1].lower)

    def _is_of_a_country(self, first: int, end: int) -> bool:
        """``Ghana's | Ama Osei``."""
        before = self.tokens[first - 1] if first else None
        return bool(before and end - first > 1 and before.possessive and atlas().named(before.word))

    def _is_who(self, end: int) -> bool:
        """``Ama Osei, who``."""
        return end < len(self.tokens) and self.tokens[end].lower in ("who", "whose") and self.tokens[end].gap in (" ", ", ")

    def _is_body(self, first: int, end: int) -> bool:
        words = lexicon()
        run = self.tokens[first:end]
        if any(words.kind_of(token.lower) == "body" for token in run) or any(
            token.lower == "and" or "&" in token.gap for token in run[1:]
        ):
            return True
        if len(run) == 1 and len(run[0].word) > 1 and run[0].word.isupper():
            return True
        return first > 0 and self.tokens[first - 1].lower in (
            "newspaper",
            "daily",
            "weekly",
            "agency",
            "magazine",
            "company",
            "channel",
            "party",
        )

    def _title(self, first: int, end: int, upto: int | None = None) -> Description | None:
        """The description in the tokens before a name, and in the small words before those: ``Belgian finance minister | X``."""
        words = lexicon()
        start = first
        body = words.kind_of
        begins = start
        if start > 0 and (end > first or body(self.tokens[start - 1].lower) == "person"):
            while (
                begins > 0
                and start - begins < 8
                and self.tokens[begins].gap in (" ", "-", "\u00a0")
                and self.tokens[begins - 1].lower not in words["function"]
                and (begins < start or end > first or body(self.tokens[begins - 1].lower) == "person")
            ):
                begins -= 1
        if begins == (upto or end):
            return None
        return self.describe(range(begins, upto or end))

    def _honorific(self, title: Sequence[Token]) -> Gender | None:
        for token in title:
            if token.lower in lexicon()["honorific_male"]:
                return "male"
            if token.lower in lexicon()["honorific_female"]:
                return "female"
        return None

    def nouns(self) -> Iterator[Phrase]:
        """Phrases in the story whose head is a small word for a person or body: ``a spokesman``, ``the two border guards``."""
        words = lexicon()
        for i, token in enumerate(self.tokens):
            if not words.kind_of(token.lower) or (token.capital and not self._plain(i)) or self._noun_goes_on(i):
                continue
            if self._in_apposition(i):
                continue
            first = i
            while first > 0 and i - first < 6 and self.tokens[first].gap in (" ", "-") and self._describes(first - 1):
                first -= 1
            if first > 0 and self.tokens[first].gap == " " and self.tokens[first - 1].lower in words["determiner"]:
                first -= 1
            yield self._noun_phrase(range(first, self._where_from(i) + 1))

    def _where_from(self, i: int) -> int:
        """The last token of what follows a noun closely: ``a source | in the Foreign Ministry``, ``head | of the delegation``."""
        words = lexicon()
        if (
            i + 2 >= len(self.tokens)
            or self.tokens[i + 1].lower not in ("of", "in", "from", "for", "at")
            or self.tokens[i + 1].gap != " "
        ):
            return i
        end = self.tokens[i + 1].end
        names = self.names_in(Span(end, end + GAP))
        if names and self.layers.text[end : names[0].full.start].strip() in ("", "the") and not names[0].title:
            return self.between(names[0].span)[-1]
        for k in range(i + 2, min(i + 6, len(self.tokens))):
            if self.tokens[k].gap != " " or (self.tokens[k].lower in words["function"] and k > i + 2):
                return i
            if words.kind_of(self.tokens[k].lower) and not self._noun_goes_on(k):
                return k
        return i

    def _in_apposition(self, i: int) -> bool:
        """``her | spokesman, Joost Haas,``: the name will tell."""
        if i + 1 == len(self.tokens) or self.tokens[i + 1].gap != ", " or not self.tokens[i + 1].capital:
            return False
        return self._within_name(i + 1) or self.tokens[i + 1].start in self._name_starts_set

    def oblique(self, span: Span) -> bool:
        """Whether a phrase hangs on another one: ``with Osei``, ``Osei's``; it does not open its sentence then."""
        at = self.between(span)
        if not at:
            return False
        before = self.tokens[at[0] - 1].lower if at[0] else ""
        return self.tokens[at[-1]].possessive or (before in lexicon()["preposition"] and self.tokens[at[0]].gap == " ")

    def _plain(self, i: int) -> bool:
        """Whether the capital belongs to a title without a name: ``the Minister``."""
        return not self._within_name(i) and not self._joins(i, i + 1) if i + 1 < len(self.tokens) else True

    def _noun_goes_on(self, i: int) -> bool:
        """Whether the next word carries the phrase on: ``government | spokesman``, ``minister | Solheim``."""
        if i + 1 == len(self.tokens) or self.tokens[i].possessive or self.tokens[i + 1].gap not in (" ", "-"):
            return False
        return self.tokens[i + 1].capital or lexicon().kind_of(self.tokens[i + 1].lower) is not None

    def _describes(self, i: int) -> bool:
        token = self.tokens[i]
        return not token.possessive and token.lower not in lexicon()["function"] and not (token.capital and token.initial)

    # ---- phrases

    def describe(self, at: range) -> Description:
        """Head, modifiers and countries of a run of words without article: the last noun for a person or body is the head."""
        words = lexicon()
        head, modifiers, states = "", set[str](), set[str]()
        tokens = [self.tokens[i] for i in at]
        settled = False  # the head stands before the first "of": the minister | of the interior ministry
        for i, token in enumerate(tokens):
            pair = f"{token.word} {tokens[i + 1].word}" if i + 1 < len(tokens) else ""
            country = (
                (atlas().named(pair) or atlas().of_people(pair) if pair else None) or atlas().of_people(token.word)
                if token.capital
                else None
            )
            settled = settled or (bool(head) and token.lower in words["preposition"])
            country = country or (atlas().ruled_from(token.word) if token.capital else None)
            if country:
                states.add(country.iso3166)
            elif words.kind_of(token.lower) and not settled and not (token.lower == "general" and head):
                if head:
                    modifiers.add(head)
                head = words.singular(token.lower)
            elif token.lower not in words["function"]:
                modifiers.add(token.lower)
        span = Span(tokens[0].start, tokens[-1].end) if tokens else Span(0, 0)
        return Description(head, frozenset(modifiers), frozenset(states), span)

    def title_words(self, title: Description) -> str:
        """A title as printed, without state and honorific: ``Foreign Minister`` of "Norwegian Foreign Minister"."""
        at = self.between(title.span)
        words = lexicon()
        while at and (self._names_state(at[0]) or (self.tokens[at[0]].lower in words["honorific"] and len(at) > 1)):
            at = at[1:]
        return self.layers.text[self.tokens[at[0]].start : self.tokens[at[-1]].end] if at else ""

    def _names_state(self, i: int) -> bool:
        token = self.tokens[i]
        return token.capital and (atlas().of_people(token.word) or atlas().ruled_from(token.word)) is not None

    def names_in(self, span: Span) -> list[Name]:
        """The names that lie within the span."""
        at = bisect_left(self._name_starts, span.start)
        found = []
        while at < len(self.names) and self.names[at].span.start < span.end:
            if self.names[at].span.end <= span.end:
                found.append(self.names[at])
            at += 1
        return found

    def read(self, span: Span) -> Phrase | None:
        """What the words of the span say of whom they mean; None where there are no words."""
        at = self.between(span)
        while at and self.tokens[at[0]].lower in ("according", "to", "by", "of", "for", "from") and len(at) > 1:
            at = at[1:]
        if not at:
            return None
        at = self._after_parenthesis(at)
        return self._pronoun(at) or self._joint(at) or self._single(at)

    def _after_parenthesis(self, at: range) -> range:
        """``World Postal Union (WPU) | chief Ana Prieto``: a name after the bracket, without a comma, carries the meaning."""
        for i in reversed(at[1:]):
            if re.search(r"\) ?$", self.tokens[i].gap) and "," not in self.tokens[i].gap:
                rest = range(i, at[-1] + 1)
                return rest if self.names_in(self._span(rest)) and self.tokens[i].lower not in lexicon()["function"] else at
        return at

    def _span(self, at: range) -> Span:
        return Span(self.tokens[at[0]].start, self.tokens[at[-1]].end)

    def _pronoun(self, at: range) -> Phrase | None:
        words = lexicon()
        first = self.tokens[at[0]]
        if len(at) > 2 or (
            len(at) == 2
            and self.tokens[at[1]].lower
            not in ("himself", "herself", "itself", "themselves", "both", "all", "too", "also", "each")
        ):
            return None
        for kind in PRONOUNS:
            if first.lower in words[kind] and first.word != "US":
                gender: Gender | None = {"he": "male", "she": "female"}.get(kind)  # type: ignore[assignment]
                return Phrase(self._span(at), "pronoun", pronoun=kind, plural=kind in ("they", "first_plural"), gender=gender)
        return None

    def _joint(self, at: range) -> Phrase | None:
        """``Aalto and Okello``, ``the two ministers and their aides``: complete on either side of the "and"."""
        for i in at[1:-1]:
            if self.tokens[i].lower not in ("and", "&") or self._within_name(i):
                continue
            left, right = range(at[0], i), range(i + 1, at[-1] + 1)
            if any(self.tokens[k].lower in ("of", "for", "between") for k in left) and "," not in self.tokens[i].gap:
                continue
            if self._complete(left) and self._complete(right):
                parts = tuple(part for part in (self._single(left), self._single(right)) if part)
                return Phrase(self._span(at), "nominal", plural=True, parts=parts, description=self.describe(at))
        return None

    def _within_name(self, i: int) -> bool:
        start = self.tokens[i].start
        at = bisect_left(self._name_starts, start) - 1
        return at >= 0 and self.names[at].span.end > start

    def _complete(self, at: range) -> bool:
        """Whether the words are a whole expression: a name, a plural, or a noun with its article."""
        words = lexicon()
        last, first = self.tokens[at[-1]], self.tokens[at[0]]
        noun = words.kind_of(last.lower)
        return bool(
            (self.names_in(self._span(at)) and not (noun == "person" and not words.is_plural(last.lower)))
            or (noun and (words.is_plural(last.lower) or first.lower in words["determiner"]))
        )

    def _single(self, at: range) -> Phrase:
        segments = list(self._segments(at))
        core, rest = segments[0], segments[1:]
        phrase = self._noun_phrase(core)
        if phrase.plural and len(rest) == 1 and (joint := self._joint(rest[0])):  # "the two mayors, Ana Prieto and Jan Bos"
            return joint
        for segment in rest:
            names = [
                name
                for name in self.names_in(self._span(segment))
                if name.span.end == self.tokens[segment[-1]].end and name.kind in (None, "person")
            ]
            if phrase.form == "nominal" and names and not phrase.issued:
                return self._named(phrase, names[-1], self._span(at))
        return phrase

    def _named(self, phrase: Phrase, name: Name, span: Span) -> Phrase:
        """A description in apposition to a name: ``the minister of mines, Alba Quintero``."""
        plural = phrase.plural and phrase.description is not None
        return Phrase(
            span, "name", name=name, description=phrase.description, gender=phrase.gender, definite=phrase.definite, plural=plural
        )

    def _segments(self, at: range) -> Iterator[range]:
        """The words between commas and the like."""
        start = at[0]
        for i in at[1:]:
            if re.search(r"[,;(—–]", self.tokens[i].gap) and i > start:
                yield range(start, i)
                start = i
        yield range(start, at[-1] + 1)

    def _noun_phrase(self, at: range) -> Phrase:
        words = lexicon()
        span = self._span(at)
        definite, start = self._determiner(at)
        owner = None
        end = self._noun_end(range(start, at[-1] + 1))
        for i in range(start, end - 1):
            if self.tokens[i].possessive and not self._within_name(i):
                owner = self._single(range(at[0], i + 1))
                start, definite = i + 1, True
        if definite and start > at[0] and self.tokens[at[0]].lower in words["possessive"] and owner is None:
            owner = self._pronoun(range(at[0], at[0] + 1)) or Phrase(self._span(range(at[0], at[0] + 1)), "pronoun")
        core = range(start, max(end, start + 1)) if start <= at[-1] else at
        last = self.tokens[core[-1]]
        names = [name for name in self.names_in(Span(span.start, last.end)) if name.span.end == last.end]
        after = range(core[-1] + 1, at[-1] + 1)
        if not names and after:  # "Secretary of State Nicholas Burns"
            names = [
                name
                for name in self.names_in(self._span(after))
                if name.span.end == self.tokens[at[-1]].end and name.full.start < self.tokens[after[0]].start
            ]
        if not names and not after and last.lower in words["outlet"] and core[-1] > core[0]:  # "the Aftonposten daily"
            end_before = self.tokens[core[-1] - 1].end
            names = [
                n
                for n in self.names_in(Span(span.start, end_before))
                if n.span.end == end_before and not n.country and n.kind != "person"
            ]
            if names:
                whole = replace(names[-1], span=Span(names[-1].span.start, last.end))
                return Phrase(
                    span, "name", name=whole, description=self.describe(range(core[-1], core[-1] + 1)), definite=definite
                )
        if names:
            name = names[-1]
            before = range(core[0], bisect_left(self._starts, name.span.start))
            description = self.describe(before) if before else name.title
            return Phrase(span, "name", name=name, description=description, gender=name.honorific, definite=definite, owner=owner)
        return self._description(span, core, after, definite, owner)

    def _description(self, span: Span, core: range, after: range, definite: bool | None, owner: Phrase | None) -> Phrase:
        words = lexicon()
        last = self.tokens[core[-1]]
        description = self.describe(core)
        if not words.kind_of(last.lower):
            description = Description(
                words.singular(last.lower), description.modifiers - {last.lower}, description.countries, description.span
            )
        if after:
            more = self.describe(after)
            description = Description(
                description.head,
                description.modifiers | more.modifiers | ({more.head} - {""}),
                description.countries | more.countries,
                description.span,
            )
        issued = not words["issued"].isdisjoint((last.lower, words.singular(last.lower), last.lower.removesuffix("s")))
        if issued and owner is None:
            owner = self._issuer(core, after)
        plural = words.is_plural(last.lower)
        gender = words.gender_of(last.lower)
        plain = not after and not any(self.tokens[i].capital and not self._names_state(i) for i in core)
        return Phrase(span, "nominal", None, description, None, plural, definite, gender, owner, plain, issued)

    def _issuer(self, core: range, after: range) -> Phrase | None:
        """Who issued a report: ``a poll conducted by | Norstat``, ``a Norstat | poll``, ``the ministry | statement``."""
        words = lexicon()
        for i in after[:-1]:
            if self.tokens[i].lower in ("by", "from") or (i == after[0] and self.tokens[i].lower in ("of", "in")):
                owner = self._single(range(i + 1, after[-1] + 1))
                head = owner.description.head if owner.description else ""
                if owner.name or words.kind_of(head):
                    return owner
        names = self.names_in(Span(self.tokens[core[0]].start, self.tokens[core[-1]].start))
        if names and names[-1].country is None:
            return Phrase(names[-1].span, "name", name=names[-1])
        if len(core) > 1 and words.kind_of(self.tokens[core[-2]].lower) == "body":
            return self._noun_phrase(range(core[0], core[-1]))
        return None

    def name_after(self, span: Span) -> Name | None:
        """The name that says who a description is: ``his counterpart | , Director Jan Bos,``."""
        at = self.between(Span(span.end, span.end + GAP))
        if not at or self.tokens[at[0]].gap != ", ":
            return None
        start = self.tokens[at[0]].start
        return next((name for name in self.names_in(Span(start, start + 2 * GAP)) if name.full.start == start), None)

    def author_after(self, span: Span) -> Phrase | None:
        """Who issued it by the words right after a phrase: ``a letter | from Norcan``."""
        at = self.between(Span(span.end, span.end + 120))
        if len(at) < 2 or self.tokens[at[0]].lower not in ("by", "from") or self.tokens[at[0]].gap != " ":
            return None
        segment = next(self._segments(at[1:]))
        owner = self._noun_phrase(range(segment[0], self._noun_end(segment)))
        return owner if owner.name or (owner.description and lexicon().kind_of(owner.description.head)) else None

    def _determiner(self, at: range) -> tuple[bool | None, int]:
        """Whether the phrase points back, and where its own words begin."""
        words = lexicon()
        first = self.tokens[at[0]].lower
        if len(at) == 1:
            return None, at[0]
        if first in words["honorific"]:  # "Mr. Minister"
            return True, at[0] + 1
        if first in words["pointing"]:
            return True, at[0] + 1
        if first in words["article_indefinite"]:
            return False, at[0] + 1
        return None, at[0]

    def _noun_end(self, at: range) -> int:
        """One past the noun that ends the phrase proper: ``a minister | of the new cabinet``."""
        words = lexicon()
        by = any(self.tokens[i].lower == "by" for i in at)
        for i in at[1:]:
            lower = self.tokens[i].lower
            if (lower in words["ends_noun"] or (by and lower.endswith("ed"))) and not self._within_name(i):
                return i
        return at[-1] + 1 if at else 0
