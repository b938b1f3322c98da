"""Where or how a statement was made, and to whom, by the words around its cue.

Each rule looks at the clause of the cue: its sentence, in which the statement's own content and source are blanked out, so that
nothing said is taken for the saying. ``VENUES`` and ``ADDRESSEES`` are tried in order; the first rule that finds words decides.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import NamedTuple

from reportedly.annotate.layers import Draft, Layers
from reportedly.annotate.tense import tense_of
from reportedly.annotate.times.calendar import MONTHS, WEEKDAYS
from reportedly.records import Document, Span

REACH = 300  # characters of a sentence looked at on either side of a cue
LONGEST = 12  # words of the longest name of a person, body or occasion
BLANK, SOURCE = "\0", "\1"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TOKEN = re.compile(r"\w[\w'’.&-]*|[^\w\s]")
PUNCTUATION = frozenset(',:;()[]"“”„«»‘!?—–-.') | {BLANK, SOURCE}
TELLING = re.compile(
    r"(?:tell|told|ask|urg|warn|assur|inform|order|remind|advis|invit|instruct|notif|beg|implor|pressur|encourag|command|answer"
    r"|promis|challeng|enjoin|task|oblig|press)(?:s|es|ed|ied|ing|e|y|ies|ning)?"
)
CALLING = re.compile(r"(?:call|appeal|plead|prevail)(?:s|ed|ing)?(?:_(?:on|upon|to|with))?")
BE = _words("is are was were been be being")
PRONOUNS = _words("him her them me us you it")
ENDS_OBJECT = _words(
    """
    that to who which how whether what why where when if not for about there he she they i we in on at by after during from
    with before over through via as against while late later earlier yesterday today last this here again into under also
    but than had has have will would is are was were could should may might must since until
    """
)
BODIES = _words("committee commission court tribunal inquiry parliament council senate house jury")
STARTS_PHRASE = _words("in at during after on following through from when before via")
ENDS_PHRASE = _words("that who which but said says as where when while late before")
NOT_ADVERBS = _words("family ally assembly july italy bully rally early")
PRESS = _words(
    """
    reporters journalists press media newspaper newspapers daily agency radio television tv paper channel station
    broadcaster correspondent magazine network program programme weekly reuters interfax xinhua itar-tass tass bloomberg
    kyodo
    """
)
OCCASIONS = _words(
    """
    conference briefing meeting seminar hearing rally ceremony forum summit session gathering audience crowd mass congress
    convention symposium workshop inquiry interview debate reception dinner sidelines start close launch arrival campaign
    conclusion briefings panel screening question lunch talks visit trip tour parade assembly opening inauguration
    appearance break conversation
    """
)
WRITINGS = _words(
    """
    statement speech address letter report article email e-mail release communique communiqué message telegram tweet post
    blog memoirs book note column editorial broadcast remarks interviews memo declaration testimony sermon lecture
    resolution filing petition dispatch bulletin essay study comment issue edition comments speeches flashes document page
    website account
    """
)
MEANS = re.compile(
    r"\b(?:(?:on|via) (?:[\w'’.-]+ ){0,4}?"
    r"(?:[Tt]witter|[Ff]acebook|Telegram|Instagram|YouTube|[Rr]adio|television|TV|[Ww]ebsite)\b"
    r"|by (?:\w+ )?(?:telephone|phone|video link|satellite link|e-?mail|letter|radio)\b(?: from [A-Z]\w+)?"
    r"|over the (?:tele)?phone\b)"
)
PARTICIPLE = re.compile(r"(?:speaking|addressing|appearing|answering|testifying|writing|talking)\b", re.IGNORECASE)
DAY_WORDS = frozenset(name.lower() for name in [*WEEKDAYS, *MONTHS])


class Token(NamedTuple):
    """A word or mark of a clause; offsets count in the text."""

    text: str
    span: Span

    @property
    def word(self) -> str:
        return self.text.lower()


class Clause(NamedTuple):
    """The sentence around a cue, a BLANK for each stretch of its statement's content and a SOURCE for each of its source."""

    text: str
    start: int
    before: list[Token]
    cue: Span
    after: list[Token]

    def cue_words(self) -> str:
        """The cue, lower case, its words joined by ``_``: ``called_on``."""
        return "_".join(self.text[self.cue.start - self.start : self.cue.end - self.start].lower().split())


def venue_of(document: Document, layers: Layers, draft: Draft) -> Span | None:
    """The words that say where or how a statement was made, "in an interview with Izvestia", "told reporters"; or None."""
    clause = _clause(layers, draft)
    if clause is None:
        return None
    return next((span for rule in VENUES if (span := rule(clause, document.publisher))), None)


def addressee_of(layers: Layers, draft: Draft) -> Span | None:
    """The words for whoever a statement was made to: "the council" in "told the council that"; or None.

    An audience that passes the words on is a venue ("told reporters", "told a news conference").
    """
    clause = _clause(layers, draft)
    if clause is None:
        return None
    return next((span for rule in ADDRESSEES if (span := rule(clause))), None)


def _clause(layers: Layers, draft: Draft) -> Clause | None:
    if not draft.cue or not layers.sentences:
        return None
    cue = draft.cue[0]
    sentence = layers.sentences[max(bisect_right(layers.sentences, cue.start, key=lambda each: each.start) - 1, 0)]
    start, end = max(sentence.start, cue.start - REACH), min(sentence.end, cue.end + REACH)
    if not start <= cue.start < cue.end <= end:
        return None
    text = layers.text[start:end]
    for mark, spans in ((BLANK, draft.content), (SOURCE, draft.source)):
        for span in spans:
            first, last = max(span.start - start, 0), min(span.end - start, len(text))
            if first < last:
                text = text[:first] + mark + " " * (last - first - 1) + text[last:]
    return Clause(text, start, list(_tokens(text, start, start, cue.start)), cue, list(_tokens(text, start, cue.end, end)))


def _tokens(text: str, offset: int, start: int, end: int) -> Iterator[Token]:
    for match in TOKEN.finditer(text, max(start - offset, 0), max(end - offset, 0)):
        word = match[0].rstrip(".") or match[0]
        yield Token(word, Span(match.start() + offset, match.start() + len(word) + offset))


# -- phrases


def _object(tokens: list[Token]) -> list[Token]:
    """The tokens at the beginning that name somebody: [the, council] of "the council on Monday that"."""
    found: list[Token] = []
    for token in tokens[: LONGEST + 1]:
        if token.text in PUNCTUATION or token.word in ENDS_OBJECT | DAY_WORDS or _is_adverb(token):
            break
        found.append(token)
        if token.word in PRONOUNS:
            break
    return found if len(found) <= LONGEST else []


def _is_adverb(token: Token) -> bool:
    return token.word.endswith("ly") and token.text.islower() and token.word not in NOT_ADVERBS | PRESS


def _core(words: list[Token]) -> list[Token]:
    """Without what hangs on it: "the annual meeting" of "the annual meeting of the bank"."""
    return words[: next((place for place, token in enumerate(words) if place and token.word in {"of", "attending"}), len(words))]


def _is_audience(words: list[Token], publisher: str | None) -> bool:
    """Whether those told pass it on: reporters, a news conference, AFP."""
    core = _core(words)
    if any(token.word in PRESS | OCCASIONS for token in core) or (publisher and words[-1].text == publisher):
        return True
    return len(words) == 1 and len(words[0].text) > 2 and words[0].text.isupper()


def _phrase(tokens: list[Token], start: int) -> list[Token]:
    """A preposition's phrase from ``start`` up to the next mark, blank, day, or word that opens a clause."""
    found = [tokens[start]]
    for token in tokens[start + 1 : start + LONGEST + 4]:
        is_day = token.word in DAY_WORDS and found[-1].word not in {
            "its",
            "the",
            "a",
            "his",
            "her",
            "their",
        }  # "its Monday edition"
        if (token.text in PUNCTUATION and token.text not in '-"“”„') or token.word in ENDS_PHRASE or is_day:
            break
        found.append(token)
    return found


def _cover(tokens: list[Token]) -> Span:
    return Span(tokens[0].span.start, tokens[-1].span.end)


def _head(phrase: list[Token]) -> int | None:
    """Place of the noun a phrase is about, within its first words: "interview" of "in an exclusive interview with the daily"."""
    for place, token in enumerate(phrase[1:8], 1):
        if token.word in OCCASIONS | WRITINGS:
            return place
        if token.word in {"with", "of", "in", "on", "by", "from", "at", "between", "and"}:
            return None
    return None


# -- venues


def audience_told(clause: Clause, publisher: str | None) -> Span | None:
    """[told a news conference in London], [told the committee]: the cue is part of the venue"""
    if not TELLING.fullmatch(clause.cue_words()):
        return None
    words = _object(clause.after)
    if not words:
        return None
    sits = clause.cue_words().startswith(("tell", "told")) and _core(words)[-1].word in BODIES
    if not sits and not _is_audience(words, publisher):
        return None
    return Span(clause.cue.start, _with_place(words, clause.after[len(words) :])[-1].span.end)


def audience_addressed(clause: Clause, publisher: str | None) -> Span | None:
    """declared [to the press], said [to the agency]"""
    if not clause.after or clause.after[0].word != "to":
        return None
    words = _object(clause.after[1:])
    return _cover([clause.after[0], *words]) if words and _is_audience(words, publisher) else None


def _with_place(words: list[Token], rest: list[Token]) -> list[Token]:
    """told reporters [in Kiev], told a meeting [at the harbour]"""
    return _phrase(rest, 0) if rest and rest[0].word in {"in", "at", "by", "after", "from"} else words


def occasion_after(clause: Clause, publisher: str | None) -> Span | None:
    """said [in an interview with Izvestia], announced on Monday [at a meeting in Kiev]; also right after what was said"""
    reach = clause.after[: LONGEST + 8]
    for place, token in enumerate(reach):
        following = reach[place + 1].word if place + 1 < len(reach) else ""
        if token.text == ";" or (token.text == BLANK and following not in STARTS_PHRASE):
            return None
        if token.word in STARTS_PHRASE:
            phrase = _phrase(clause.after, place)
            if _head(phrase) is not None:
                return _cover(phrase)
    return None


def occasion_ahead(clause: Clause, publisher: str | None) -> Span | None:
    """[In a statement], the embassy said; The daily, [in an unsourced article], accused"""
    if not _is_news(clause):
        return None
    opens = True
    for place, token in enumerate(clause.before):
        if opens and token.word in STARTS_PHRASE:
            phrase = _phrase(clause.before, place)
            if _head(phrase) is not None:
                return _cover(phrase)
        if opens and PARTICIPLE.match(token.text):
            return _cover(_phrase_to_comma(clause.before, place))
        opens = token.text in {",", BLANK}
    return None


def _is_news(clause: Clause) -> bool:
    """Whether the cue is the verb of its sentence, so that what opens the sentence is about it: not "adding", "their claim"."""
    before = [token.word for token in clause.before if token.text not in {BLANK, SOURCE}]
    return tense_of(before, clause.cue_words().split("_")) not in {"participle", "noun"}


def place_ahead(clause: Clause, publisher: str | None) -> Span | None:
    """[In Brussels], the commissioner warned"""
    opening = clause.before[:6]
    comma = next((place for place, token in enumerate(opening) if token.text == ","), 0)
    if comma < 2 or opening[0].text not in {"In", "At"} or not _is_news(clause):
        return None
    named = opening[1].text[0].isupper() and opening[1].word not in DAY_WORDS
    return _cover(opening[:comma]) if named else None


def _phrase_to_comma(tokens: list[Token], start: int) -> list[Token]:
    found = [tokens[start]]
    for token in tokens[start + 1 : start + 2 * LONGEST]:
        if token.text in {",", BLANK, ";", ":"}:
            break
        found.append(token)
    return found


def speaking_after(clause: Clause, publisher: str | None) -> Span | None:
    """he said, [speaking after a meeting with his colleague in the town of Gjirokaster]"""
    reach = clause.after[: LONGEST + 8]
    for place, (mark, token) in enumerate(pairwise(reach), 1):
        if mark.text == "," and PARTICIPLE.match(token.text):
            return _cover(_phrase_to_comma(clause.after, place))
        if token.text == ";":
            return None
    return None


def by_means_of(clause: Clause, publisher: str | None) -> Span | None:
    """wrote [on Twitter], said [by phone from Honiara]; the nearest to the cue that no content parts from it"""
    cue = clause.cue.start - clause.start
    for match in MEANS.finditer(clause.text):
        between = clause.text[match.end() : cue] if match.end() <= cue else clause.text[cue : match.start()]
        if BLANK not in between and len(between.split()) <= LONGEST:
            return Span(match.start() + clause.start, match.end() + clause.start)
    return None


def place_after(clause: Clause, publisher: str | None) -> Span | None:
    """said [here], told the council [in the capital Astana]: a place right after the cue or whom it was said to"""
    rest = clause.after[len(_object(clause.after)) :]
    while rest and (rest[0].text == SOURCE or rest[0].word in DAY_WORDS | {"on", "late", "yesterday", "today"}):
        rest = rest[1:]
    if not rest:
        return None
    if rest[0].word == "here":
        return rest[0].span
    if rest[0].word not in {"in", "at"} or len(rest) < 2:
        return None
    phrase = _phrase(rest, 0)
    named = [token for token in phrase[1:4] if token.text[0].isupper() and token.word not in DAY_WORDS]
    return _cover(phrase) if named and (len(phrase) > 1) else None


VENUES: tuple[Callable[[Clause, str | None], Span | None], ...] = (
    audience_told,
    occasion_after,
    speaking_after,
    by_means_of,
    occasion_ahead,
    place_after,
    audience_addressed,
    place_ahead,
)


# -- addressees


def object_of_telling(clause: Clause) -> Span | None:
    """told [the council] that, urged [Moscow] to, called on [the owners]: the words right after a verb of telling"""
    cue, rest = clause.cue_words(), clause.after
    if CALLING.fullmatch(cue):
        if "_" not in cue:
            if not rest or rest[0].word not in {"on", "upon", "to"}:
                return None
            rest = rest[1:]
    elif not TELLING.fullmatch(cue) or _is_passive(clause) or not _is_verb(clause):
        return None
    words = _object(rest)
    if not words or _is_audience(words, None):
        return None
    follows = rest[len(words)].text if len(words) < len(rest) else ""
    if cue.startswith(("promis", "answer")) and follows not in {BLANK, "that", ":", "last"}:
        return None  # "promised an explanation", "answered questions"
    if cue.startswith(("press", "order")) and follows not in {BLANK, "to"}:
        return None  # "ordered construction", "pressed their claims"
    return _cover(words)


def said_to(clause: Clause) -> Span | None:
    """said to [farmers], wrote to [him] that, repeated to [the envoy]"""
    if not clause.after or clause.after[0].word != "to" or TELLING.fullmatch(clause.cue_words()):
        return None
    words = _object(clause.after[1:])
    return _cover(words) if words and not _is_audience(words, None) else None


def subject_of_passive(clause: Clause) -> Span | None:
    """[Residents] have been asked by police to leave: those told stand before "was told", an apposition apart"""
    if not TELLING.fullmatch(clause.cue_words()) or not _is_passive(clause):
        return None
    tokens = clause.before
    while tokens and (tokens[-1].word in BE | {"has", "have", "had", "not", "also", "already"} or _is_adverb(tokens[-1])):
        tokens = tokens[:-1]
    if tokens and tokens[-1].text == ",":  # De Larosiere, 67, has been asked
        earlier = [place for place, token in enumerate(tokens[:-1]) if token.text == ","]
        tokens = tokens[: earlier[-1]] if earlier else tokens[:-1]
    found: list[Token] = []
    for token in reversed(tokens[-LONGEST:]):
        if token.text in PUNCTUATION or token.word in ENDS_OBJECT - {"it", "they", "he", "she", "i", "we"} or token.word == "and":
            break
        found.insert(0, token)
    return _cover(found) if found else None


def _is_verb(clause: Clause) -> bool:
    """Not "the promise", "their demand"."""
    return tense_of([token.word for token in clause.before[-4:]], clause.cue_words().split("_")) != "noun"


def _is_passive(clause: Clause) -> bool:
    """was told, has been asked, was promptly warned"""
    return any(token.word in BE for token in clause.before[-2:]) and not clause.cue_words().endswith("ing")


def responded_to(clause: Clause) -> Span | None:
    """in response to [the union], responding to [Mr Holm]"""
    for place, token in enumerate(clause.before[:-2]):
        if token.word in {"response", "reply", "responding", "replying"} and clause.before[place + 1].word == "to":
            words = _object(clause.before[place + 2 :])
            named = words and words[-1].text[0].isupper() and not words[-1].word.endswith(("'s", "’s"))
            return _cover(words) if named else None
    return None


ADDRESSEES: tuple[Callable[[Clause], Span | None], ...] = (
    object_of_telling,
    said_to,
    subject_of_passive,
    responded_to,
)
