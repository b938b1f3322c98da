"""What a reviewer sends -> corrections: the same fields from a form and as JSON.

Words are given as they stand in the story, or by their places. Where the story has them several times, those nearest to what was
read before are meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, BeforeValidator, Field, StringConstraints

from reportedly.corrections import (
    ActorAddress,
    Correction,
    EventAccepted,
    EventAddress,
    EventRejected,
    EventStatusChanged,
    EventTypeChanged,
    FormChanged,
    SpeakerChanged,
    StatementAccepted,
    StatementAddress,
    StatementRejected,
    WordsChanged,
    actor_address,
)
from reportedly.errors import BadOption
from reportedly.ledger.review import Happened, Said
from reportedly.records import Actor, ActorKind, EventType, Reading, Span, Spans, StatementForm, Status

MOST_WORDS = 20_000  # characters of one statement that anybody would give
JOINED = " ... "  # between the parts of a content, as the records print it
NOBODY, NEW = "nobody", "new"


def _spans(given: object) -> object:
    """ "12-40 50-60", as a form has it, or pairs already."""
    words = [given] if isinstance(given, str) else given
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        return given
    pairs = [pair.split("-") for word in words for pair in word.split()]
    if any(len(pair) != 2 or not all(end.isdecimal() and len(end) < 10 for end in pair) for pair in pairs):
        raise ValueError("should be places such as 12-40 50-60")
    return [(int(first), int(last)) for first, last in pairs]


def _none_if_empty(given: object) -> object:
    """An empty field of a form says nothing."""
    return None if given == "" else given


Places: TypeAlias = Annotated[
    list[tuple[Annotated[int, Field(ge=0, lt=10**9)], Annotated[int, Field(ge=0, lt=10**9)]]],
    BeforeValidator(_spans),
    Field(max_length=50),
]
Digest: TypeAlias = Annotated[str, StringConstraints(pattern=r"^(?:sha256:)?[0-9a-fA-F]{8,64}$")]
State: TypeAlias = Annotated[str, StringConstraints(max_length=400)]
Given: TypeAlias = Annotated[Annotated[str, Field(max_length=500)] | None, BeforeValidator(_none_if_empty)]
Words: TypeAlias = Annotated[str, Field(max_length=MOST_WORDS)] | None


class StatementVerdict(BaseModel):
    """What is said of a statement. Fields that are left out stay as they are; a change of nothing accepts."""

    document: Digest
    content: Places = Field(description="Its words as they were read, which name it.")
    cue: Places = Field(default=[], description="Its cue as it was read.")
    seen: State = Field(description="The state in which it was seen; kept only if it is in it still.")
    act: Literal["accept", "reject", "change"]
    words: Words = Field(default=None, description="Its words as they stand in the story; parts are joined by ' ... '.")
    places: Places = Field(default=[], description="The same by their places; empty: as the words say.")
    source_words: Words = Field(default=None, description="The words that name the speaker; empty: there are none.")
    cue_words: Words = Field(default=None, description="The words that report; empty: there are none.")
    speaker: Given = Field(
        default=None, description="Who says it: the id and name of an actor of the reading, 'nobody', or 'new'."
    )
    name: Given = Field(default=None, description="Of a new speaker, as the story prints it.")
    kind: ActorKind = Field(default="person", description="What a new speaker is.")
    form: Annotated[StatementForm | None, BeforeValidator(_none_if_empty)] = None
    implied: Annotated[bool | None, BeforeValidator(_none_if_empty)] = None

    @property
    def about(self) -> StatementAddress:
        return StatementAddress(_as_spans(self.content), _as_spans(self.cue))

    def changes(self, reading: Reading, now: Said | None) -> tuple[Correction, ...]:
        """The corrections that this comes to, of the statement as it is now, or was if it was rejected since.

        Raises BadOption for words or names that the story has not.
        """
        document, about = reading.document.id, self.about
        if self.act == "reject":
            return (StatementRejected(document, about),)
        found = tuple(self._changes(reading, now)) if self.act == "change" else ()
        return found or (StatementAccepted(document, about),)

    def _changes(self, reading: Reading, now: Said | None) -> Iterator[Correction]:
        document, about, said = reading.document.id, self.about, now.statement if now else None
        near = min((span.start for span in about.content), default=0)
        wanted: tuple[tuple[Literal["content", "source", "cue"], Spans | None, Spans | None], ...] = (
            ("content", self._content(reading, near, said.content if said else about.content), said.content if said else ()),
            ("source", _given(reading, self.source_words, near, said.source if said else ()), said.source if said else ()),
            ("cue", _given(reading, self.cue_words, near, said.cue if said else about.cue), said.cue if said else about.cue),
        )
        for part, spans, before in wanted:
            if spans is not None and spans != before:
                yield WordsChanged(document, about, part, spans)
        if self.speaker is not None:
            who = self._speaker(reading, near)
            if said is None or not _is(who, said.speaker):
                yield SpeakerChanged(document, about, who)
        form = self.form or (said.form if said else "indirect")
        implied = self.implied if self.implied is not None else bool(said and said.implied)
        if said is not None and (form, implied) != (said.form, said.implied):
            yield FormChanged(document, about, form, implied)

    def _content(self, reading: Reading, near: int, before: Spans) -> Spans | None:
        if self.places:
            return _inside(reading, _as_spans(self.places))
        return _given(reading, self.words, near, before) if self.words and self.words.strip() else None

    def _speaker(self, reading: Reading, near: int) -> ActorAddress | None:
        if self.speaker == NOBODY:
            return None
        if self.speaker == NEW:
            if self.name is None or not self.name.strip():
                raise BadOption("Give the new speaker's name as the story prints it.")
            (span,) = words_in(reading.document.text, self.name, near, whole=True)
            return ActorAddress(reading.document.text[slice(*span)], self.kind, span)
        local, _, name = (self.speaker or "").partition(" ")
        actor = next((actor for actor in reading.actors if actor.id == local and actor.name == name), None)
        if actor is None:
            raise BadOption(f"This story speaks of nobody {name or local!r} now; look at it again.")
        return actor_address(actor)


class EventVerdict(BaseModel):
    """What is said of an event."""

    document: Digest
    trigger: Places = Field(min_length=1, max_length=1, description="Its word as it was read, by place.")
    read_as: EventType = Field(description="Its type as it was read.")
    seen: State
    act: Literal["accept", "reject", "change"]
    type: Annotated[EventType | None, BeforeValidator(_none_if_empty)] = None
    status: Annotated[Status | None, BeforeValidator(_none_if_empty)] = None

    @property
    def about(self) -> EventAddress:
        return EventAddress(_as_spans(self.trigger)[0], self.read_as)

    def changes(self, reading: Reading, now: Happened | None) -> tuple[Correction, ...]:
        """The corrections that this comes to."""
        document, about, event = reading.document.id, self.about, now.event if now else None
        if self.act == "reject":
            return (EventRejected(document, about),)
        found: list[Correction] = []
        if self.act == "change":
            if self.type and (event is None or self.type != event.type):
                found.append(EventTypeChanged(document, about, self.type))
            if self.status and (event is None or self.status != event.status):
                found.append(EventStatusChanged(document, about, self.status))
        return tuple(found) or (EventAccepted(document, about),)


class LinkOpinion(BaseModel):
    """What is said of somebody in a story who is taken to be an actor known from others."""

    document: Digest
    place: Annotated[str, StringConstraints(max_length=200)] = Field(description="What he is remembered by in the story.")
    seen: State
    act: Literal["same", "other"]


def words_in(text: str, words: str, near: int, whole: bool = False) -> Spans:
    """Where these words stand, nearest to a place; several parts if they are joined by dots and stand so nowhere.

    Runs of white space are all the same. Raises BadOption where the story has not these words.

    >>> words_in("Ada left. Ada said Ada is gone.", "Ada", 11)
    (Span(start=10, end=13),)
    >>> words_in("We go, she said, by sea.", "We go ... by sea", 0)
    (Span(start=0, end=5), Span(start=17, end=23))
    """
    found = _nearest(text, words, near)
    if found is not None:
        return (found,)
    spans: list[Span] = []
    for part in [] if whole else words.split(JOINED):
        found = _nearest(text, part, max(near, spans[-1].end if spans else 0), spans[-1].end if spans else 0)
        if found is None:
            break
        spans.append(found)
    if len(spans) < 2 or len(spans) < len(words.split(JOINED)):
        raise BadOption(f"The story has no words {_short(words)!r}; give them as they stand there.")
    return tuple(spans)


def _nearest(text: str, words: str, near: int, first: int = 0) -> Span | None:
    pattern = r"\s+".join(map(re.escape, words.split()))
    if not pattern:
        return None
    found = (Span(*match.span()) for match in re.finditer(pattern, text) if match.start() >= first)
    return min(found, key=lambda span: abs(span.start - near), default=None)


def _given(reading: Reading, words: str | None, near: int, before: Spans) -> Spans | None:
    """None: nothing was said of it; (): there are none. Words that are there already stay where they are."""
    if words is None or words.split() == spoken(reading.document.text, before).split():
        return None
    return words_in(reading.document.text, words, before[0].start if before else near) if words.strip() else ()


def spoken(text: str, spans: Sequence[Span]) -> str:
    """The words at these places, as ``Statement.text`` joins them."""
    return JOINED.join(text[start:end] for start, end in spans)


def _inside(reading: Reading, spans: Spans) -> Spans:
    """Raises BadOption for places that are not in the story, are empty or lie in one another."""
    text = reading.document.text
    ordered = sorted(spans)
    apart = all(one.end <= other.start for one, other in pairwise(ordered))
    if not apart or not all(0 <= start < end <= len(text) and text[start:end].strip() for start, end in ordered):
        raise BadOption("These places are not words of the story; select them again.")
    return tuple(_trimmed(text, span) for span in ordered)


def _trimmed(text: str, span: Span) -> Span:
    words = text[span.start : span.end]
    return Span(span.start + len(words) - len(words.lstrip()), span.end - len(words) + len(words.rstrip()))


def _is(address: ActorAddress | None, actor: Actor | None) -> bool:
    return (address is None) == (actor is None) and (
        address is None or actor is None or (address.name, address.kind) == (actor.name, actor.kind)
    )


def _as_spans(places: Sequence[tuple[int, int]]) -> Spans:
    return tuple(Span(first, last) for first, last in places)


def _short(words: str) -> str:
    return words if len(words) <= 80 else f"{words[:79]}…"
