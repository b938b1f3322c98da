"""Expressions for people, bodies and states, each read by itself: head, number, gender, definiteness, owner.

"the ministry's spokeswoman Ana Prieto" is a name with a description and an owner; "two border guards" a plural description;
"she" a pronoun. Whom an expression means is for ``rules`` to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal, get_args

from reportedly.annotate.countries import Country, atlas
from reportedly.annotate.descriptions import Description, describe, state_of
from reportedly.annotate.layers import Layers
from reportedly.annotate.lexicon import Gender, lexicon
from reportedly.annotate.names import Name, Names
from reportedly.annotate.tokens import GAP, Token, Tokens
from reportedly.records import MentionForm, Span

LONGEST = 40  # words of an expression that are looked at
BEFORE, AFTER = 6, 6  # words before and after a noun that may belong to it

PronounClass = Literal["he", "she", "it", "they", "first_singular", "first_plural", "second", "relative", "demonstrative"]
PRONOUNS: tuple[PronounClass, ...] = get_args(PronounClass)
GENDERS: dict[PronounClass, Gender] = {"he": "male", "she": "female"}


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

    @property
    def head(self) -> str:
        """The noun it is built on, "" for names and pronouns without one."""
        return self.description.head if self.description else ""

    @property
    def first_person(self) -> bool:
        """``I``, ``we``, ``our officers``: only the quotation's speaker tells who that is."""
        word = self.owner.pronoun if self.owner and self.form == "nominal" else self.pronoun
        return word in ("first_singular", "first_plural")


class Mentions:
    """All expressions of one story."""

    def __init__(self, layers: Layers) -> None:
        self.tokens = Tokens(layers)
        self.names = Names(self.tokens)

    # ---- finding

    def nouns(self) -> Iterator[Phrase]:
        """Phrases whose head is a word for a person or body, written small or a title: ``a spokesman``, ``the Minister``."""
        words = lexicon()
        for i, token in enumerate(self.tokens):
            if words.kind_of(token.lower) and self._is_head(i) and not self._is_nobody(i):
                first = i
                while first > 0 and i - first < BEFORE and self.tokens[first].gap in (" ", "-") and self._modifies(first - 1):
                    first -= 1
                if first > 0 and self.tokens[first].gap == " " and self._determines(first - 1, token):
                    first -= 1
                yield self._noun_phrase(range(first, self._complement_end(i) + 1))

    def _is_head(self, i: int) -> bool:
        """Whether a noun ends its phrase and no name goes with it: not ``government | aide``, not ``aide, Jan Bos``."""
        token = self.tokens[i]
        if token.capital and self.names.covers(i):
            return False
        if i + 1 == len(self.tokens):
            return True
        after = self.tokens[i + 1]
        if after.gap == ", " and after.capital and (self.names.opens(i + 1) or self.names.covers(i + 1)):
            return False
        return token.possessive or after.gap not in (" ", "-") or not (after.capital or lexicon().kind_of(after.lower))

    def _determines(self, i: int, noun: Token) -> bool:
        """``the`` minister, ``that`` minister; not (said) ``that`` ministers."""
        lower = self.tokens[i].lower
        return lower in lexicon()["determiner"] and not (lower in ("that", "this") and lexicon().is_plural(noun.lower))

    def _is_nobody(self, i: int) -> bool:
        """``was | chosen``, ``villagers | accused`` him, ``Yes, | sir``, ``nobody``; not ``the | accused``."""
        token, words = self.tokens[i], lexicon()
        alone = token.gap != " " or not i or self.tokens[i - 1].lower not in words["determiner"]
        verb = token.lower.endswith("ed") or token.lower == "chosen"
        return token.lower in words["nobody"] or (alone and (verb or token.lower in words["honorific"]))

    def _modifies(self, i: int) -> bool:
        token = self.tokens[i]
        return not token.possessive and token.lower not in lexicon()["function"] and not (token.capital and token.initial)

    def _complement_end(self, i: int) -> int:
        """The last token of what follows a noun closely: ``a source | in the Foreign Ministry``, ``head | of the delegation``."""
        words, tokens = lexicon(), self.tokens
        if i + 2 >= len(tokens) or tokens[i + 1].lower not in ("of", "in", "from", "for", "at") or tokens[i + 1].gap != " ":
            return i
        end = tokens[i + 1].end
        names = self.names.within(Span(end, end + GAP))
        if names and tokens.text[end : names[0].full.start].strip() in ("", "the") and not names[0].title:
            return tokens.within(names[0].span)[-1]
        for k in range(i + 2, min(i + AFTER, len(tokens))):
            if tokens[k].gap != " " or (tokens[k].lower in words["function"] and k > i + 2):
                return i
            if words.kind_of(tokens[k].lower) and self._is_head(k):
                return k
        return i

    # ---- what stands around an expression

    def oblique(self, span: Span) -> bool:
        """Whether it hangs on another one, so that no sentence opens with it: ``at the Harbour Union``, ``Osei's``."""
        at = self.tokens.within(span)
        if not at:
            return False
        first = at[0]
        if first and self.tokens[first].gap == " " and self.tokens[first - 1].lower in lexicon()["determiner"]:
            first -= 1  # names stand without their article
        before = self.tokens[first - 1].lower if first else ""
        return self.tokens[at[-1]].possessive or (before in lexicon()["preposition"] and self.tokens[first].gap == " ")

    def is_pair(self, span: Span) -> bool:
        """``the two | sides``, ``both | ministers``."""
        return any(self.tokens[i].lower in ("two", "both") for i in self.tokens.within(span)[:2])

    def is_passive(self, cue: Span) -> bool:
        """``was | promised``, ``is being | told``, ``reportedly``."""
        at = self.tokens.within(cue)
        if not at:
            return False
        words = [self.tokens[i].lower for i in range(max(at[0] - 2, 0), at[0])]
        return self.tokens[at[0]].lower.endswith("ly") or not lexicon()["be"].isdisjoint([*words[-1:], self.tokens[at[0]].lower])

    def name_after(self, span: Span) -> Name | None:
        """The name that says who a description is: ``his counterpart | , Director Jan Bos,``."""
        at = self.tokens.within(Span(span.end, span.end + GAP))
        if not at or self.tokens[at[0]].gap != ", ":
            return None
        start = self.tokens[at[0]].start
        return next((name for name in self.names.within(Span(start, start + 2 * GAP)) if name.full.start == start), None)

    def author_after(self, span: Span) -> Phrase | None:
        """Who issued it by the words right after: ``a letter | from Norcan``, ``the letter | which the envoy Jan Bos sent``."""
        at = self.tokens.within(Span(span.end, span.end + GAP))
        if len(at) < 2 or self.tokens[at[0]].gap != " ":
            return None
        if self.tokens[at[0]].lower in ("which", "that"):
            return self._subject(at[1:])
        if self.tokens[at[0]].lower not in ("by", "from"):
            return None
        segment = next(self._segments(at[1:]))
        author = self._noun_phrase(range(segment[0], self._noun_end(segment)))
        return author if author.name or lexicon().kind_of(author.head) else None

    def _subject(self, at: range) -> Phrase | None:
        """Who does what a relative clause tells: ``which | the envoy Jan Bos | sent``, ``that | she | had written``."""
        if pronoun := self._pronoun(at[:1]):
            return pronoun if pronoun.pronoun in ("he", "she", "they", "first_singular", "first_plural") else None
        start = self.tokens[at[0]].start
        names = self.names.within(Span(start, start + GAP))
        begins = names and self.tokens.text[start : names[0].full.start].strip() in ("", "the")
        return Phrase(names[0].full, "name", names[0], names[0].title, gender=names[0].honorific) if begins else None

    def label(self, span: Span) -> str:
        """The words of an expression without article and possessive ending: what to call one who is never named."""
        at = self.tokens.within(span)
        if at and at[0] and self.tokens[at[0]].gap == " " and self.tokens[at[0] - 1].possessive:
            at = range(self._owner_start(at[0] - 1), at[-1] + 1)
        if len(at) > 1 and self.tokens[at[0]].lower in ("the", "a", "an"):
            at = at[1:]
        return " ".join(self.tokens.words(at[:LONGEST]).split())

    def _owner_start(self, i: int) -> int:
        """Where the owner begins who ends with token i: ``the company's`` chairman, ``Jan Bos's`` driver."""
        first = i
        while first > 0 and i - first < BEFORE and self.tokens[first].gap == " " and self._modifies(first - 1):
            first -= 1
        return first

    # ---- reading

    def read(self, span: Span) -> Phrase | None:
        """What the words of the span say of whom they mean; None where there are no words."""
        span = self._with_whole_name(span)
        at = self.tokens.within(span)[:LONGEST]
        if part := self._part(span) or self._within_name(span):
            return part
        while len(at) > 1 and self.tokens[at[0]].lower in ("according", "to", "by", "of", "for", "from"):
            at = at[1:]
        if not at:
            return None
        while len(at) > 1 and self.tokens[at[-1]].lower.endswith(("self", "selves")):
            at = at[:-1]  # "Gorelik | himself"
        at = self._after_bracket(at)
        return self._pronoun(at) or self._joint(at) or self._single(at)

    def _with_whole_name(self, span: Span) -> Span:
        """``President Marit | Solheim``: a name that the span breaks off is read to its end."""
        at = self.tokens.within(span)
        name = self.names.over(at[-1]) if at else None
        return Span(span.start, name.span.end) if name and span.start < name.span.start else span

    def _part(self, span: Span) -> Phrase | None:
        """A name that is part of a word: ``Norwegian``-backed, China-``Africa``."""
        words = self.tokens.text[span.start : span.end]
        at = self.tokens.around(span)
        if at is None or not words[:1].isupper():
            return None
        state = atlas().named(words) or atlas().of_people(words) or atlas().ruled_from(words)
        return Phrase(span, "name", Name(span, (words,), country=state, kind="country" if state else None, full=span))

    def _within_name(self, span: Span) -> Phrase | None:
        """Part of a longer name: ``Ghassan`` | Tohme."""
        name = self.names.around(span)
        return Phrase(span, "name", name, name.title, gender=name.honorific) if name else None

    def _after_bracket(self, at: range) -> range:
        """``World Postal Union (WPU) | chief Ana Prieto``: a name after the bracket, without a comma, carries the meaning."""
        for i in reversed(at[1:]):
            if re.search(r"\) ?$", self.tokens[i].gap) and self.tokens[i].lower not in lexicon()["function"]:
                rest = range(i, at[-1] + 1)
                return rest if self.names.within(self.tokens.span(rest)) else at
        return at

    def _pronoun(self, at: range) -> Phrase | None:
        """``he``, ``they both``; ``US`` is none."""
        words = lexicon()
        first = self.tokens[at[0]]
        if len(at) > 2 or (len(at) == 2 and self.tokens[at[1]].lower not in words["emphatic"]):
            return None
        kind = next((kind for kind in PRONOUNS if first.lower in words[kind] and first.word != "US"), None)
        if kind is None:
            return None
        plural = kind in ("they", "first_plural")
        return Phrase(self.tokens.span(at), "pronoun", pronoun=kind, plural=plural, gender=GENDERS.get(kind))

    def _joint(self, at: range) -> Phrase | None:
        """``Aalto and Okello``, ``the two ministers and their aides``: complete on either side of the "and"."""
        for i in at[1:-1]:
            if self.tokens[i].lower != "and" or self.names.covers(i):
                continue
            left, right = range(at[0], i), range(i + 1, at[-1] + 1)
            if self._adjective(left) and not self._state(right):
                continue  # "Turkish and Greek ministers"
            bound = any(self.tokens[k].lower in ("of", "for", "between") for k in left)  # "heads of state and government"
            if (not bound or "," in self.tokens[i].gap) and self._complete(left) and self._complete(right):
                parts = self._single(left), self._single(right)
                span = self.tokens.span(at)
                return Phrase(span, "nominal", plural=True, parts=parts, description=describe(self.tokens, at))
        return None

    def _complete(self, at: range) -> bool:
        """Whether the words are a whole expression: a name, a plural, or a noun with its article."""
        if self._state(at):
            return True
        words = lexicon()
        first, last = self.tokens[at[0]].lower, self.tokens[at[-1]].lower
        kind, plural = words.kind_of(last), words.is_plural(last)
        if kind and (plural or first in words["determiner"]):
            return True
        return bool(self.names.within(self.tokens.span(at))) and (kind != "person" or plural)

    def _state(self, at: range) -> Country | None:
        """The state that the words name, themselves or by its people, when they say nothing more: ``Greek``, ``the US``."""
        words = self.tokens.words(at)
        return atlas().named(words) or atlas().ruled_from(words) or self._adjective(at)

    def _adjective(self, at: range) -> Country | None:
        """``Greek``, ``South Korean``; not ``Greeks``, who are people, nor ``Greece``."""
        words = self.tokens.words(at)
        return None if self._people(at[-1]) or atlas().named(words) else atlas().of_people(words)

    def _people(self, i: int) -> bool:
        """``Greeks``, who are many."""
        word = self.tokens[i].word
        return word.endswith("s") and atlas().of_people(word[:-1]) is not None and not atlas().named(word)

    def _single(self, at: range) -> Phrase:
        """One expression, with what stands between commas after it."""
        core, *rest = self._segments(at)
        phrase = self._noun_phrase(core)
        if phrase.form != "nominal" or phrase.issued:
            return phrase
        if phrase.plural and len(rest) == 1 and (joint := self._joint(rest[0])):  # "the two mayors, Ana Prieto and Jan Bos"
            return joint
        if name := self._borne_by(core, phrase):
            return replace(phrase, span=self.tokens.span(at), form="name", name=name)
        for segment in rest:  # "the minister of mines, Alba Quintero"
            name = self.names.ending(self.tokens.span(segment))
            if name and name.kind in (None, "person"):
                return replace(phrase, span=self.tokens.span(at), form="name", name=name)
        return phrase

    def _borne_by(self, at: range, phrase: Phrase) -> Name | None:
        """Who bears a title that ends in a word for a body: ``the head of the Yermak company | Ilya Serov``."""
        words, name = lexicon(), self.names.ending(self.tokens.span(at))
        if name is None or name.kind not in (None, "person") or len(name.words) < 2 or words.kind_of(phrase.head) != "person":
            return None
        first = self.tokens.within(name.span)[0]
        return name if first > at[0] and words.kind_of(self.tokens[first - 1].lower) == "body" else None

    def _segments(self, at: range) -> Iterator[range]:
        """The words between commas and the like."""
        start = at[0]
        for i in at[1:]:
            if re.search(r"[,;(—–]", self.tokens[i].gap):
                yield range(start, i)
                start = i
        yield range(start, at[-1] + 1)

    def _noun_phrase(self, at: range) -> Phrase:
        """Words without commas: article or owner, the noun or name, its complement."""
        definite, start = self._determiner(at)
        end = self._noun_end(range(start, at[-1] + 1))
        owner = self._owner(at, start, end)
        if owner and owner.form != "pronoun":
            start, definite = self.tokens.within(Span(owner.span.end, self.tokens[at[-1]].end))[0], True
        core, after = range(start, end), range(end, at[-1] + 1)
        phrase = self._named(at, core, after) or self._described(at, core, after)
        owner = owner or (self._issuer(core, after) if phrase.issued else None)
        what = phrase.description
        if what and owner and owner.name and owner.name.country:  # "Norway's minister" is Norwegian
            phrase = replace(phrase, description=replace(what, countries=what.countries | {owner.name.country.iso3166}))
        return replace(phrase, definite=definite, owner=owner)

    def _determiner(self, at: range) -> tuple[bool | None, int]:
        """Whether the phrase points back, and where its own words begin."""
        words = lexicon()
        first = self.tokens[at[0]].lower
        if len(at) > 1 and first in words["pointing"] | words["honorific"]:  # "his spokesman", "Mr. Minister"
            return True, at[0] + 1
        if len(at) > 1 and first in words["article_indefinite"]:
            return False, at[0] + 1
        return None, at[0]

    def _noun_end(self, at: range) -> int:
        """One past the noun that ends the phrase proper: ``a minister | of the cabinet``, ``a poll | conducted by Norstat``."""
        words = lexicon()
        by = any(self.tokens[i].lower == "by" for i in at)
        for i in at[1:]:
            lower = self.tokens[i].lower
            if (lower in words["ends_noun"] or (by and lower.endswith("ed"))) and not self.names.covers(i):
                return i
        return at[-1] + 1

    def _owner(self, at: range, start: int, end: int) -> Phrase | None:
        """Whose: ``Norway's | minister``, ``his | spokesman``."""
        for i in reversed(range(start, end - 1)):
            if self.tokens[i].possessive and not self.names.covers(i + 1):
                return self._single(range(at[0], i + 1))
        owned = start > at[0] and self.tokens[at[0]].lower in lexicon()["possessive"]
        return self._pronoun(range(at[0], at[0] + 1)) if owned else None

    def _named(self, at: range, core: range, after: range) -> Phrase | None:
        """A phrase whose noun is a name, with its description: ``finance minister | Anke Maes``, ``the Aftonposten | daily``."""
        tokens, words = self.tokens, lexicon()
        span = tokens.span(at)
        single = span.start < tokens[core[0]].start and re.search(r"(?:an|i|er|man|ote)$", tokens[core[-1]].lower)
        if not after and not single and (state := self._adjective(core)):  # "the | Greek" side, said in short
            return Phrase(span, "name", Name(span, (tokens.words(core),), kind="country", country=state, full=span))
        if name := self.names.ending(Span(span.start, tokens[core[-1]].end)):
            before = range(core[0], tokens.within(name.span)[0])
            description = describe(tokens, before) if before else name.title
            return Phrase(span, "name", name, description, gender=name.honorific)
        if after and (name := self.names.ending(span)) and self._bears(name, core, after):
            title = name.title or describe(tokens, range(core[0], tokens.within(name.span)[0]))
            return Phrase(span, "name", name, title, gender=name.honorific)
        if not after and len(core) > 1 and tokens[core[-1]].lower in words["outlet"]:
            name = self.names.ending(Span(span.start, tokens[core[-2]].end))
            if name and not name.country and name.kind != "person":
                whole = replace(name, span=Span(name.span.start, tokens[core[-1]].end))
                return Phrase(span, "name", whole, describe(tokens, core[-1:]))
        return None

    def _bears(self, name: Name, core: range, after: range) -> bool:
        """``Secretary of State | Daniel Horvath``, ``chief of operations | Ana Prieto``; not ``a spokesman for | Ana Prieto``."""
        first = self.tokens.within(name.full)[0]
        if name.full.start < self.tokens[after[0]].start:
            return True
        person = name.kind in (None, "person") and lexicon().kind_of(self.tokens[core[-1]].lower) == "person"
        return person and len(name.words) > 1 and self.tokens[first - 1].lower not in lexicon()["function"]

    def _described(self, at: range, core: range, after: range) -> Phrase:
        """A phrase without a name: ``the senior diplomat``, ``a spokesman for Zlitni``."""
        words = lexicon()
        last = self.tokens[core[-1]].lower
        description = describe(self.tokens, core)
        if not words.kind_of(last) and not state_of(self.tokens[core[-1]]):
            description = replace(description, head=words.singular(last), modifiers=description.modifiers - {last})
        if after:
            more = describe(self.tokens, after)
            modifiers = description.modifiers | more.modifiers | ({more.head} - {""})
            description = replace(description, modifiers=modifiers, countries=description.countries | more.countries)
        return Phrase(
            self.tokens.span(at),
            "nominal",
            description=description,
            plural=words.is_plural(last) or self._people(core[-1]),
            gender=words.gender_of(last),
            plain=not after and all(not self.tokens[i].capital or state_of(self.tokens[i]) for i in core),
            issued=not words["issued"].isdisjoint((last, words.singular(last), last.removesuffix("s"))),
        )

    def _issuer(self, core: range, after: range) -> Phrase | None:
        """Who issued a report: ``a poll conducted by | Norstat``, ``a Norstat | poll``, ``the ministry | statement``."""
        words, tokens = lexicon(), self.tokens
        if len(after) > 1 and tokens[after[0]].lower in ("which", "that") and (author := self._subject(after[1:])):
            return author
        for i in after[:-1]:
            by = tokens[i].lower in ("by", "from")
            if by or (i == after[0] and tokens[i].lower in ("of", "in")):
                issuer = self._single(range(i + 1, after[-1] + 1))
                kind = words.kind_of(issuer.head)
                if issuer.name or kind == "body" or (by and kind):  # "a poll of 1,129 voters" is not theirs
                    return issuer
        names = self.names.within(Span(tokens[core[0]].start, tokens[core[-1]].start))
        if names and not names[-1].country:
            return Phrase(names[-1].span, "name", names[-1])
        if len(core) > 1 and words.kind_of(tokens[core[-2]].lower) == "body":
            return self._noun_phrase(core[:-1])
        return None
