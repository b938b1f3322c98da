"""Reading -> accounts: the passages in which somebody, or the paper itself, tells one point.

An account is a sentence of a statement's content, or a sentence of the story's own voice. With it goes what a comparison needs:
who vouches for it, its stance, the words that say something, figures, times, names, and whether it says no.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from reportedly.annotate.lexicon import lexicon
from reportedly.annotate.segment import layers_of
from reportedly.compare.cues import cues
from reportedly.compare.figures import Figure, figures_of
from reportedly.compare.words import senses_of_english
from reportedly.matching.terms import fold, names_of
from reportedly.records import Actor, Document, Event, Reading, Span, Statement, Time

Stance = Literal["asserts", "denies", "promises", "demands", "hypothetical", "asks"]

SHORTEST = 12  # characters; a shorter passage ("they had not") says nothing by itself
MOST = 0.7  # share of a passage that a statement within it must cover to be the innermost voice of it all
PART = 0.5  # share of a sentence that statements must cover for the rest to be mere attribution

NAME = re.compile(r"\b[A-ZÀ-ÖØ-ÞŁŚŽĆČŠĐ][\w’'-]+(?:\s+[A-ZÀ-ÖØ-ÞŁŚŽĆČŠĐ][\w’'-]+)*")


@dataclass(frozen=True, slots=True, eq=False)
class Account:
    """One passage of one story, and what it says."""

    document: Document
    span: Span
    text: str
    sentence: Span  # the sentence or sentences around it, attribution and all
    statement: Statement | None  # the outermost statement it is content of; None: the story's own voice
    chain: tuple[Actor | None, ...]  # who vouches, from the outermost voice to the innermost
    source: str  # the words that name the speaker, roles and all: "said the managing director of Velm Hydro, Bruno Lasky"
    cue: str
    stance: Stance
    said: str | None
    lemmas: tuple[str, ...]  # content words in text order
    names: frozenset[str]  # folded words that are names here
    figures: tuple[Figure, ...]
    times: tuple[Time, ...]  # dates and clock times
    negations: tuple[Span, ...]
    denied: bool = False  # the cue says no to all of it: "denied that ..."
    events: tuple[Event, ...] = ()
    number: int = field(default=0)  # in text order within its story

    @property
    def speaker(self) -> Actor | None:
        """The innermost voice."""
        return self.chain[-1] if self.chain else None

    @property
    def story(self) -> str:
        return self.document.id

    @property
    def asserts_nothing(self) -> bool:
        return self.stance in ("demands", "hypothetical", "asks")

    @property
    def negated(self) -> bool:
        """Whether it says no."""
        return bool(self.negations) != self.denied

    @property
    def forms(self) -> frozenset[str]:
        """Its words as they stand and as a dictionary has them: ``locked`` may be an adjective, or a form of ``lock``."""
        return frozenset(self.lemmas) | frozenset(word for word in names_of(self.text) if not cues().has("empty", word))


@dataclass(frozen=True, slots=True, eq=False)
class Story:
    """One reading with its accounts and what the story as a whole is about."""

    reading: Reading
    accounts: tuple[Account, ...]
    names: frozenset[str]

    @property
    def document(self) -> Document:
        return self.reading.document


def story_of(reading: Reading) -> Story:
    """The accounts of one reading, in text order."""
    text = reading.document.text
    sentences = layers_of(text).sentences
    names = frozenset(_names_in(reading))
    passages = sorted(_passages(reading, sentences), key=lambda p: (p[0].start, -p[0].end))
    accounts = [_account(reading, span, statement, sentences, names) for span, statement in passages]
    return Story(reading, tuple(accounts), names)


def account_of(reading: Reading, span: Span, statement: Statement) -> Account:
    """One passage of a reading's statement, whatever else the story tells."""
    return _account(reading, span, statement, layers_of(reading.document.text).sentences, frozenset(_names_in(reading)))


def _passages(reading: Reading, sentences: tuple[Span, ...]) -> Iterator[tuple[Span, Statement | None]]:
    """Sentences of the outermost statements' contents, and the sentences that no statement covers."""
    text = reading.document.text
    covered: list[Span] = []
    for statement in reading.statements:
        if statement.parent is None:
            covered.extend(statement.content)
            for piece in statement.content:
                yield from (
                    (cut, statement)
                    for cut in _cut(text, piece, sentences)
                    if not _overlaps(cut, covered[: -len(statement.content)])
                )
    cued = [cue for statement in reading.statements for cue in statement.cue]
    lead = _end_of_head(reading.document, sentences)
    for sentence in sentences:
        inside = sum(_shared(sentence, span) for span in covered)
        rest = _longest_rest(sentence, covered)
        if (
            sentence.start >= lead
            and inside < PART * (sentence.end - sentence.start)
            and not any(_shared(rest, cue) for cue in cued)
        ):
            yield from ((cut, None) for cut in _cut(text, rest, (rest,)))


def _cut(text: str, piece: Span, sentences: tuple[Span, ...]) -> Iterator[Span]:
    """The parts of a span that lie in one sentence each, without quotation marks and stops at their ends."""
    for start, end in sentences:
        low, high = max(start, piece.start), min(end, piece.end)
        while low < high and not text[low].isalnum():
            low += 1
        while high > low and not (text[high - 1].isalnum() or text[high - 1] in "%$?"):
            high -= 1
        if high - low >= SHORTEST:
            yield Span(low, high)


def _longest_rest(sentence: Span, covered: Iterable[Span]) -> Span:
    """The longest stretch of a sentence that lies in no statement."""
    best, at = Span(sentence.start, sentence.start), sentence.start
    for start, end in [*sorted(c for c in covered if _shared(c, sentence)), Span(sentence.end, sentence.end)]:
        if start - at > best.end - best.start:
            best = Span(at, start)
        at = max(at, end)
    return best


def _end_of_head(document: Document, sentences: tuple[Span, ...]) -> int:
    """Where headline and byline end: at the first sentence with a full stop."""
    for start, end in sentences:
        if re.search(r"[.!?…][\"”’»)]*\s*$", document.text[start:end]) and end - start > 40:
            return start
    return 0


def _account(
    reading: Reading, span: Span, statement: Statement | None, sentences: tuple[Span, ...], names: frozenset[str]
) -> Account:
    text = reading.document.text
    words = text[span.start : span.end]
    inner = _innermost(reading, statement, span)
    around = [s for s in sentences if s.start < span.end and span.start < s.end]
    sentence = Span(around[0].start, around[-1].end) if around else span
    times = tuple(t for t in reading.times if t.type in ("DATE", "TIME") and _shared(t.span, span))
    events = tuple(e for e in reading.events if _shared(e.trigger, span))
    return Account(
        document=reading.document,
        span=span,
        text=words,
        sentence=sentence,
        statement=statement,
        chain=inner.chain if inner else (),
        source=_source(reading, inner),
        cue=" ".join(text[a:b] for a, b in inner.cue) if inner else "",
        stance=_stance(words, statement, inner, text, events),
        said=(inner.said_on if inner else None) or reading.document.published,
        lemmas=tuple(lemmas_of(words)),
        names=frozenset(word for word in names_of(words) if word in names),
        figures=figures_of(words, tuple(Span(t.span.start - span.start, t.span.end - span.start) for t in times)),
        times=times,
        negations=tuple(negations_of(words)),
        denied=is_denied(inner),
        events=events,
        number=span.start,
    )


def _innermost(reading: Reading, statement: Statement | None, span: Span) -> Statement | None:
    """The statement within the statement that covers most of the passage: "her boss had told her that ..."."""
    while statement is not None:
        within = [
            s for s in reading.children(statement) if sum(_shared(c, span) for c in s.content) >= MOST * (span.end - span.start)
        ]
        if not within:
            return statement
        statement = within[0]
    return None


DENYING = re.compile(
    r"\b(?:den(?:y|ie[sd]|ying)|reject\w*|refut\w+|dismiss\w*|rul(?:e[sd]?|ing) out|disput\w+|contradict\w*|rebut\w*|repudiat\w+"
    r"|disavow\w*|contest(?:s|ed|ing)?|doubt(?:s|ed|ing)?)\b",
    re.IGNORECASE,
)


def is_denied(statement: Statement | None) -> bool:
    """Whether the speaker says no to the content: "denied that ...", "rejected claims that ..."; a quotation says its own no."""
    if statement is None or statement.form != "indirect":
        return False
    return any(DENYING.search(statement.document.text[start:end]) for start, end in statement.cue)


def _source(reading: Reading, statement: Statement | None) -> str:
    """The words that name the speaker, with the body that "its director" speaks for."""
    if statement is None:
        return ""
    text = reading.document.text
    roles = [role.title for role in statement.speaker.roles] if statement.speaker else []
    name = [statement.speaker.name] if statement.speaker else []
    words = " ".join([*(text[start:end] for start, end in statement.source), *name, *roles])
    if re.match(r"(?:its|their)\b", words, re.IGNORECASE):
        before = [s.speaker for s in reading.statements if s.content and s.content[0].start < statement.content[0].start]
        words += " " + next((a.name for a in reversed(before) if a is not None and a.kind == "organization"), "")
    return words


def lemmas_of(words: str) -> Iterator[str]:
    """The words that say something, as a dictionary has them."""
    senses = senses_of_english()
    for word in names_of(words):
        if len(word) > 1 and not cues().has("empty", word):
            yield senses.lemma(word)


def negations_of(words: str) -> list[Span]:
    """Words that say no: "not", "nobody", "denied". Not "no more than" and its like, nor what only a relative clause says.

    Two of them close together make none: "nobody denied it".
    """
    low = words.lower().replace("’", "'")
    idle = [*cues().each("no_negation", low), *(Span(*match.span()) for match in NOT_UNTIL.finditer(low))]
    found = [Span(*match.span()) for match in re.finditer(r"n't\b", low)] + cues().each("negation", low)
    senses = senses_of_english()
    found += [Span(*match.span()) for match in re.finditer(r"[a-z]+", low) if cues().has("negative_verb", senses.lemma(match[0]))]
    kept = sorted({span for span in found if not any(_shared(span, other) for other in idle) and not _aside(low, span)})
    return _uncancelled(low, kept)


ASIDE = re.compile(r"\w+,?\s(?:that|which|who|whose|where)\s(?:\w+\s){0,2}$")
CLOSE = 3  # words
NOT_UNTIL = re.compile(r"\bnot\s(?:\w+\s){0,3}until\b")  # "was not finished until six" says when it was


def _aside(low: str, span: Span) -> bool:
    """Whether a relative clause says no, and not the passage: "a rock that was on no chart"."""
    return bool(ASIDE.search(low[: span.start])) and not re.search(
        r"\b(?:said|says|told|shows?|means?|was|is)\s(?:that|which|who)\s[^,]*$", low[: span.start]
    )


def _uncancelled(low: str, spans: list[Span]) -> list[Span]:
    kept: list[Span] = []
    for span in spans:
        if (
            kept
            and len(low[kept[-1].end : span.start].split()) < CLOSE
            and not re.search(r"[,;:]|\b(?:and|or|nor)\b", low[kept[-1].end : span.start])
        ):
            kept.pop()
        else:
            kept.append(span)
    return kept


def _stance(words: str, statement: Statement | None, inner: Statement | None, text: str, events: tuple[Event, ...]) -> Stance:
    cue = " ".join(text[a:b] for a, b in statement.cue) if statement else ""
    if words.rstrip().endswith("?"):
        return "asks"
    if statement is not None and cues().has("promise", cue):
        return "promises"
    if cues().has("hypothesis", words) and not cues().has("promise", words):
        return "hypothetical"
    if (statement is not None and cues().has("demand", cue) and not _tells(words)) or cues().has("obligation", words):
        return "demands"
    if events and all(e.status == "demanded" for e in events):
        return "demands"
    if commits(words):
        return "promises"
    return "denies" if bool(negations_of(words)) != is_denied(inner) else "asserts"


BINDS = re.compile(r"\b(?:i|we|our|it|they|nobody|no one|no|not|never|by|within|before|until|as long as)\b", re.IGNORECASE)


def commits(words: str) -> bool:
    """Whether the speaker binds himself: "we will publish it", "an appeal would follow within ten days"."""
    return cues().has("commitment", words) and bool(BINDS.search(words)) and not cues().has("hypothesis", words)


def _tells(words: str) -> bool:
    """Whether a passage after "called" or "insisted" tells something nevertheless: it has a verb in a past tense."""
    return bool(re.search(r"\b(?:was|were|had|has|did|is|are)\b", words.lower()))


def _names_in(reading: Reading) -> Iterator[str]:
    """Words that are names in this story: capitals within sentences, and the names of its actors."""
    text = reading.document.text
    ordinary = lexicon().is_ordinary
    for match in NAME.finditer(text):
        for word in names_of(match[0]):
            if len(word) > 2 and not ordinary(word) and not _idle(word):
                yield word
        before = text[: match.start()].rstrip()
        if before and before[-1] not in ".!?\"'“”‘’«»:—" and "\n" not in text[match.start() - 1 : match.start()]:
            yield from (word for word in names_of(match[0]) if len(word) > 2 and not _idle(word))


def _idle(word: str) -> bool:
    """What capitals make no name of: days, months, articles and titles."""
    return word in CALENDAR or cues().has("empty", word) or word in lexicon()["honorific"]


CALENDAR = frozenset(name.lower() for name in (*calendar.month_name, *calendar.month_abbr, *calendar.day_name) if name) | {"sept"}


def _overlaps(span: Span, others: Iterable[Span]) -> bool:
    return any(_shared(span, other) > PART * (span.end - span.start) for other in others)


def _shared(one: Span, other: Span) -> int:
    """Characters that two spans share."""
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def same_voice(one: Actor | None, other: Actor | None) -> bool:
    """Whether two readings' actors are one: by the ledger's identifier, else by name."""
    if one is None or other is None:
        return False
    if "ledger" in one.links and "ledger" in other.links:
        return one.links["ledger"] == other.links["ledger"]
    mine, yours = set(names_of(fold(one.name))), set(names_of(fold(other.name)))
    return bool(mine and yours) and (mine <= yours or yours <= mine)
