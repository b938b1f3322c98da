"""Where the story names somebody: found by capitals, with the title before the name ("Belgian finance minister | Anke Maes").

A run of capitals is read as a state, a capital city, a body ("Ministry of Labour"), a title alone ("the Foreign Minister"), or
a name with or without its title. A capital at the start of a sentence counts only where the word is no ordinary one.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportedly.annotate.countries import Country, atlas
from reportedly.annotate.descriptions import NOWHERE, Description, describe
from reportedly.annotate.lexicon import Gender, lexicon
from reportedly.annotate.tokens import Token, Tokens
from reportedly.records import ActorKind, Span

LONGEST = 12  # words of a name
TITLE = 8  # small words before a name that may be its title


@dataclass(frozen=True, slots=True)
class Name:
    """A name in the story."""

    span: Span  # the name alone
    words: tuple[str, ...]
    title: Description | None = None  # said of the bearer right before the name
    kind: ActorKind | None = None  # as far as this place alone tells
    country: Country | None = None  # the state it names, or stands for as its capital
    honorific: Gender | None = None
    full: Span = NOWHERE  # with the title


class Names(list[Name]):
    """All names of a story in order."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self._small = frozenset(token.word for token in tokens if not token.capital)
        self._proper = frozenset(token.word for token in tokens if token.capital and not token.initial)
        self.extend(self._find())
        self._starts = [name.span.start for name in self]
        self._openings = frozenset(self._starts) | {name.full.start for name in self}

    def within(self, span: Span) -> list[Name]:
        """The names that lie within the span."""
        at = bisect_left(self._starts, span.start)
        found = []
        while at < len(self) and self[at].span.start < span.end:
            if self[at].span.end <= span.end:
                found.append(self[at])
            at += 1
        return found

    def ending(self, span: Span) -> Name | None:
        """The name that ends where the span ends."""
        return next((name for name in reversed(self.within(span)) if name.span.end == span.end), None)

    def around(self, span: Span) -> Name | None:
        """The longer name that the span is a part of."""
        at = bisect_right(self._starts, span.start) - 1
        name = self[at] if at >= 0 else None
        return name if name and span.end <= name.span.end and span != name.span else None

    def over(self, i: int) -> Name | None:
        """The name that token i is a word of."""
        at = bisect_right(self._starts, self.tokens[i].start) - 1
        return self[at] if at >= 0 and self[at].span.end >= self.tokens[i].end else None

    def covers(self, i: int) -> bool:
        """Whether token i goes on with a name that began before it."""
        start = self.tokens[i].start
        at = bisect_left(self._starts, start) - 1
        return at >= 0 and self[at].span.end > start

    def opens(self, i: int) -> bool:
        """Whether a name or its title begins with token i."""
        return self.tokens[i].start in self._openings

    # ---- runs of capitals

    def _find(self) -> Iterator[Name]:
        position = 0
        while position < len(self.tokens):
            if self._may_begin(position):
                end = self._run_end(position)
                if name := self._read(position, end):
                    yield name
                position = end
            else:
                position += 1

    def _may_begin(self, i: int) -> bool:
        token, words = self.tokens[i], lexicon()
        if not token.capital or token.lower in words["calendar"] or _is_compound_adjective(token):
            return False
        if token.lower in words["function"] and (not token.word.isupper() or len(token.word) < 2 or token.initial):
            return False  # "The", but the US
        if not token.initial or token.word in self._proper:
            return True
        ordinary = token.lower in self._small or words.is_ordinary(token.lower) or words.kind_of(token.lower)
        return not ordinary or (i + 1 < len(self.tokens) and self.joins(i))

    def joins(self, i: int) -> bool:
        """Whether the token after i carries on the name or title that token i is part of."""
        before, after = self.tokens[i], self.tokens[i + 1]
        words = lexicon()
        if not after.capital or after.lower in words["calendar"]:
            return False
        if before.capital and after.gap in ("' ", "’ ") and before.lower.endswith("s") and words.kind_of(after.lower) == "body":
            return True  # "Bergen Shipowners' League"
        if before.possessive and not words.kind_of(before.lower):
            return False  # "Norway's Foreign Ministry" is two names, "Prosecutor's Office" one
        if after.gap == ". ":
            short = len(before.word) < 5 and before.word.istitle() and not (after.initial and len(before.word) == 4)
            return before.lower in words["honorific"] or (short and after.lower not in words["function"])  # "Niš. He"
        return after.gap in (" ", "\u00a0", "\n", " & ")

    def _run_end(self, i: int) -> int:
        """One past the last token of the run of capitals that begins at i."""
        words = lexicon()
        body = words.kind_of(self.tokens[i].lower) == "body"
        linked = False
        j = i + 1
        while j < len(self.tokens):
            if self.joins(j - 1):
                body = body or words.kind_of(self.tokens[j].lower) == "body"
                j += 1
                continue
            k = self._link_end(j, body)
            if self.tokens[j].lower == "and" and (not linked or words.kind_of(self.tokens[k].lower) == "person"):
                break  # "Ministry of Labour and Social Affairs" is one, "the Congress and President Osei" are two
            if k == j:
                break
            linked = True
            j = k + 1
        return j

    def _link_end(self, j: int, body: bool) -> int:
        """The capital that small words at j lead to in a name (``Bank | of the | Orient``, ``Jan | van der | Velde``), else j."""
        words, tokens = lexicon(), self.tokens
        last = tokens[j - 1].lower
        chartered = last in words.ordinary and words.kind_of(last) != "person" and not tokens[j - 1].initial  # "Times of India"
        links = words["of_words"] if body or (chartered and tokens[j].lower == "of") else words["particle"]
        k = j
        while k < min(j + 3, len(tokens)) and tokens[k].lower in links and tokens[k].gap == " " and not tokens[k - 1].possessive:
            k += 1
        leads = k > j and k < len(tokens) and tokens[k].gap == " " and tokens[k].capital
        return k if leads and tokens[k].lower not in words["calendar"] else j

    # ---- what a run says

    def _read(self, first: int, end: int) -> Name | None:
        run = self.tokens[first:end]
        if len(run) > LONGEST or (len(run) > 2 and all(token.word.isupper() for token in run)):
            return None  # a headline in capitals
        if _is_compound_adjective(run[-1]):
            return None  # "New York-based"
        words = " ".join(token.word for token in run)
        if country := atlas().named(words):
            return self._name(first, end, kind="country", country=country)
        if country := atlas().ruled_from(words):
            return self._name(first, end, kind="place", country=country)
        if len(run) == 1 and atlas().of_people(words):
            return None
        if self._is_body(first, run):
            return self._name(first, end, kind="organization")
        return self._person(first, end, run)

    def _person(self, first: int, end: int, run: Sequence[Token]) -> Name | None:
        """A name that is no body's by its words, with its title: a person's, most likely."""
        words = lexicon()
        split = self._title_end(run)
        if split == len(run):
            return None  # "Foreign Minister": a title alone
        if not split and self._is_field(first):
            if all(words.is_ordinary(token.lower) for token in run):
                return None  # "the minister of | Border Affairs"
            if len(run) > 2 and run[-2].capital:  # "Secretary of State | Daniel Horvath", not "for Health"
                return self._name(
                    end - 2, end, title=describe(self.tokens, range(self._title_start(first - 2), end - 2)), kind="person"
                )
        if not split and len(run) > 1 and atlas().of_people(run[0].word):
            split = 1  # "Norwegian | Marit Solheim"
        title = self._title(first, first + split)
        honorific = _honorific(run[:split])
        kind = self._kind(first + split, end, bool(honorific or (title and title.head)))
        return self._name(first + split, end, title, kind, honorific=honorific)

    def _name(
        self,
        first: int,
        end: int,
        title: Description | None = None,
        kind: ActorKind | None = None,
        country: Country | None = None,
        honorific: Gender | None = None,
    ) -> Name:
        span = self.tokens.span(range(first, end))
        full = Span(min(span.start, title.span.start), span.end) if title else span
        return Name(span, tuple(token.word for token in self.tokens[first:end]), title, kind, country, honorific, full)

    def _kind(self, first: int, end: int, titled: bool) -> ActorKind | None:
        """What the words around a name make of its bearer: ``in | Tampere`` is a place, ``Ghana's | Ama Osei`` a person."""
        before = self.tokens[first - 1] if first else None
        if titled or self._is_who(end) or (before and before.possessive and end - first > 1 and atlas().named(before.word)):
            return "person"
        if before and self.tokens[first].gap == " " and before.lower in lexicon()["preposition_of_place"]:
            return "place"
        return "organization" if before and before.lower == "the" else None

    def _is_who(self, end: int) -> bool:
        """``Ama Osei, who``; ``Ama Osei, 54,``."""
        if end >= len(self.tokens):
            return False
        after = self.tokens[end]
        aged = after.gap == ", " and after.word.isdecimal() and len(after.word) == 2
        return (after.lower in ("who", "whose") and after.gap in (" ", ", ")) or (aged and self._closes(end))

    def _closes(self, i: int) -> bool:
        """Whether an apposition of one word ends with it: ``, 54, | said``; not ``May, 54 of them``."""
        return i + 1 < len(self.tokens) and self.tokens[i + 1].gap.startswith((",", "."))

    def _is_field(self, first: int) -> bool:
        """Whether the words from here may be what an office is for: ``Minister of | Mines``."""
        before = self.tokens[max(first - 2, 0) : first]
        return len(before) == 2 and before[1].lower in ("of", "for") and lexicon().kind_of(before[0].lower) == "person"

    def _title_end(self, run: Sequence[Token]) -> int:
        """How many words of a run are title: ``Deputy Foreign Minister | Arkady Velin``; all of them in ``Foreign Minister``."""
        words = lexicon()
        for i in range(len(run), 0, -1):
            word = run[i - 1].lower
            is_title = words.kind_of(word) == "person" and not (word in words.first_names and i < 3)
            if (word in words["honorific"] or is_title) and (i < len(run) or not _ends_in_surname(run)):
                return i
        return 0

    def _title(self, first: int, end: int) -> Description | None:
        """The description in these tokens and in the small words before them: ``Belgian finance minister | Anke Maes``."""
        begin = first
        if end > first or (first and lexicon().kind_of(self.tokens[first - 1].lower) == "person"):
            begin = self._title_start(first)
        return describe(self.tokens, range(begin, end)) if begin < end else None

    def _title_start(self, first: int) -> int:
        """How far back the words go that describe what begins at ``first``: to the article or preposition before them."""
        tokens, begin = self.tokens, first
        while begin > 0 and first - begin < TITLE and tokens[begin].gap in (" ", "-", "\u00a0"):
            if tokens[begin - 1].lower in lexicon()["function"]:
                break
            begin -= 1
        return begin

    # ---- bodies

    def _is_body(self, first: int, run: Sequence[Token]) -> bool:
        """Whether a run names a body: see ``BODIES``."""
        before = self.tokens[first - 1] if first else None
        if any(rule(run, before) for rule in BODIES):
            return True
        if self._title_end(run) or (self._is_field(first) and not lexicon().kind_of(run[-1].lower)):
            return False  # "Board Chairman Jan Bos", "Secretary of | State Daniel Horvath"
        return _has_noun_of_body(run) or self._is_called(first)

    def _is_called(self, first: int) -> bool:
        """``the newspaper | Aftonposten``; not ``the Eastern Lines company | Timur Orazov``, called by what is before."""
        if not first or self.tokens[first - 1].lower not in lexicon()["outlet"]:
            return False
        other = self.tokens[first - 2] if first > 1 and self.tokens[first - 1].gap == " " else None
        return other is None or not other.capital or other.initial or bool(atlas().of_people(other.word))


def _is_compound_adjective(token: Token) -> bool:
    """``Brussels-based``."""
    head, _, last = token.word.rpartition("-")
    return bool(head) and last.islower() and lexicon().is_ordinary(last)


def _ends_in_surname(run: Sequence[Token]) -> bool:
    """``Marta Baker`` and ``Rafiqul Mollah`` end in a word for a person and are names; ``Foreign Minister`` is none."""
    if len(run) < 2:
        return False
    words = lexicon()
    before, last = run[-2].lower, run[-1].lower
    if words.kind_of(before) or atlas().of_people(before):
        return False
    return before in words.first_names or not (before in words.ordinary or last in words.ordinary)


def _honorific(title: Sequence[Token]) -> Gender | None:
    words = lexicon()
    for token in title:
        if token.lower in words["honorific_male"]:
            return "male"
        if token.lower in words["honorific_female"]:
            return "female"
    return None


# What makes a run of capitals the name of a body, whatever titles it may hold. Each rule takes the run and the token before it.


def _of_somebody(run: Sequence[Token], before: Token | None) -> bool:
    """``the People's Court``."""
    return any(token.possessive for token in run[:-1])


def _newspaper(run: Sequence[Token], before: Token | None) -> bool:
    """``as The Pioneer reported``: the article has a capital within the sentence."""
    return before is not None and before.word == "The" and not before.initial


def _firm(run: Sequence[Token], before: Token | None) -> bool:
    """``Heller & Partner``."""
    return any("&" in token.gap for token in run[1:])


def _ends_in_noun_of_body(run: Sequence[Token], before: Token | None) -> bool:
    """``Socialist Party``; not ``Anna Church``."""
    return lexicon().kind_of(run[-1].lower) == "body" and not _ends_in_surname(run)


def _charter(run: Sequence[Token], before: Token | None) -> bool:
    """``the General Agreement on Trade``: with an article and in ordinary words, no general."""
    words = lexicon()
    plain = all(words.is_ordinary(token.lower) and token.lower not in words.first_names for token in run[1:])
    return before is not None and before.lower == "the" and plain and len(run) > 1 and not words.kind_of(run[-1].lower)


BODIES = (_of_somebody, _newspaper, _firm, _ends_in_noun_of_body, _charter)


def _has_noun_of_body(run: Sequence[Token]) -> bool:
    """``Ministry of Labour``, ``Trade and Industry``, ``UNESCO``."""
    acronym = len(run) == 1 and len(run[0].word) > 1 and run[0].word.isupper()
    return acronym or any(t.lower == "and" or (t.capital and lexicon().kind_of(t.lower) == "body") for t in run)  # no "van"
