"""A reading put right: corrections laid over it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from reportedly.corrections.as_json import to_dict
from reportedly.corrections.kinds import (
    ActorAddress,
    AddresseeChanged,
    Correction,
    EventAccepted,
    EventAdded,
    EventAddress,
    EventRejected,
    EventStatusChanged,
    EventTypeChanged,
    FormChanged,
    ParentChanged,
    SpeakerChanged,
    StatementAccepted,
    StatementAdded,
    StatementAddress,
    StatementRejected,
    WordsChanged,
    event_address,
)
from reportedly.records import (
    Actor,
    Event,
    EventField,
    Evidence,
    Mention,
    Reading,
    Span,
    Spans,
    Statement,
)

BY = "correction"  # what the evidence of a corrected field of an event names as its rule
CERTAIN = 1.0  # the confidence of what a person has looked at


class Corrected(NamedTuple):
    """A reading put right, and the corrections for which nothing was found in it."""

    reading: Reading
    unapplied: tuple[Correction, ...]


def corrected(reading: Reading, corrections: Iterable[Correction]) -> Corrected:
    """The reading with the corrections made, in their order; ``produced_by["corrections"]`` lists those that were.

    They name their statements and events as the reading had them before, or as those before them have made them. What was
    corrected or accepted has confidence 1.
    """
    wanted = list(corrections)
    editing = _Editing(reading, wanted)
    done = [(correction, editing.apply(correction)) for correction in wanted]
    applied = [to_dict(correction) for correction, was_applied in done if was_applied]
    return Corrected(editing.result(applied), tuple(correction for correction, was_applied in done if not was_applied))


class _Editing:
    """A reading taken apart: records by id, and beside them whom they point at, so that any may change before they are joined."""

    def __init__(self, reading: Reading, wanted: Iterable[Correction]) -> None:
        self._reading = reading
        self._actors = {actor.id: actor for actor in reading.actors}
        self._statements = {statement.id: statement for statement in reading.statements}
        self._parents = {s.id: s.parent.id if s.parent else None for s in reading.statements}
        self._events = {event.id: event for event in reading.events}
        self._told_in = {event.id: event.statement.id if event.statement else None for event in reading.events}
        self._as_read = dict(self._statements)  # what addresses are looked up in
        self._added: dict[str, Statement] = {}  # and after it
        self._events_as_read = dict(self._events)
        # A model that reads the corrected words by itself is still put right in all else.
        self._renamed = {w.statement.content: w.spans for w in wanted if isinstance(w, WordsChanged) and w.part == "content"}

    def apply(self, correction: Correction) -> bool:
        """Make one correction; whether what it names was there and what it says is possible."""
        if correction.document != self._reading.document.id:
            return False
        match correction:
            case StatementAdded():
                return self._add_statement(correction)
            case EventAdded():
                return self._add_event(correction)
            case EventAccepted() | EventRejected() | EventTypeChanged() | EventStatusChanged():
                event = self._event(correction.event)
                return event is not None and self._change_event(event, correction)
            case _:
                statement = self._statement(correction.statement)
                return statement is not None and self._change_statement(statement, correction)

    def _change_statement(
        self,
        name: str,
        correction: StatementAccepted
        | StatementRejected
        | WordsChanged
        | SpeakerChanged
        | AddresseeChanged
        | ParentChanged
        | FormChanged,
    ) -> bool:
        match correction:
            case StatementAccepted():
                return self._change(name)
            case StatementRejected():
                return self._reject_statement(name)
            case WordsChanged(part=part, spans=spans):
                return self._fits(spans, part == "content") and self._change(name, **{part: spans})
            case SpeakerChanged(speaker=address):
                return self._reachable(address) and self._change(name, speaker=self._actor(address))
            case AddresseeChanged(addressee=address):
                return self._reachable(address) and self._change(name, addressee=self._actor(address))
            case FormChanged(form=form, implied=implied):
                return self._change(name, form=form, implied=implied)
            case ParentChanged(parent=address):
                parent = self._statement(address) if address else None
                if (address and parent is None) or name in self._lineage(parent):
                    return False
                self._parents[name] = parent
                return self._change(name)

    def _change(self, name: str, **changes: Any) -> bool:
        self._statements[name] = replace(self._statements[name], confidence=CERTAIN, **changes)
        return True

    def _reject_statement(self, name: str) -> bool:
        del self._statements[name]
        parent = self._parents.pop(name)
        self._parents = {child: parent if above == name else above for child, above in self._parents.items()}
        self._told_in = {event: parent if teller == name else teller for event, teller in self._told_in.items()}
        return True

    def _add_statement(self, added: StatementAdded) -> bool:
        parent = self._statement(added.parent) if added.parent else None
        possible = self._fits(added.content, True) and self._fits(added.source) and self._fits(added.cue)
        reachable = self._reachable(added.speaker) and self._reachable(added.addressee)
        if not possible or not reachable or (added.parent and parent is None):
            return False
        name = _free("s", self._as_read | self._added)
        self._statements[name] = self._added[name] = Statement(
            id=name,
            form=added.form,
            implied=added.implied,
            speaker=self._actor(added.speaker),
            source=added.source,
            cue=added.cue,
            content=added.content,
            parent=None,
            addressee=self._actor(added.addressee),
            venue=None,
            said_on=None,
            confidence=CERTAIN,
            document=self._reading.document,
        )
        self._parents[name] = parent
        return True

    def _change_event(self, name: str, correction: EventAccepted | EventRejected | EventTypeChanged | EventStatusChanged) -> bool:
        event = self._events[name]
        match correction:
            case EventAccepted():
                self._events[name] = replace(event, confidence=CERTAIN)
            case EventRejected():
                del self._events[name]
            case EventTypeChanged(type=kind):
                self._events[name] = replace(event, type=kind, confidence=CERTAIN, evidence=_evidence(event, "type"))
            case EventStatusChanged(status=status):
                self._events[name] = replace(event, status=status, confidence=CERTAIN, evidence=_evidence(event, "status"))
        return True

    def _add_event(self, added: EventAdded) -> bool:
        teller = self._statement(added.statement) if added.statement else None
        people = (*added.source, *added.target)
        if not self._fits((added.trigger,)) or not all(map(self._reachable, people)) or (added.statement and teller is None):
            return False
        name = _free("e", self._events_as_read)
        source, target = (tuple(a for address in side if (a := self._actor(address))) for side in (added.source, added.target))
        self._events[name] = self._events_as_read[name] = Event(
            id=name,
            trigger=added.trigger,
            type=added.type,
            mode=None,
            contexts=(),
            source=source,
            target=target,
            statement=None,
            status=added.status,
            time=None,
            place=None,
            confidence=CERTAIN,
            evidence=(Evidence("type", BY, added.trigger), Evidence("status", BY)),
        )
        self._told_in[name] = teller
        return True

    # What an address names

    def _statement(self, address: StatementAddress) -> str | None:
        """The statement that was read with this content, else one added with it, else that read as it is corrected to be, else
        that which has it since a correction before this one."""
        renamed = self._renamed.get(address.content)
        places = (
            (self._as_read, address.content), (self._added, address.content), (self._as_read, renamed),
            (self._statements, address.content),
        )  # fmt: skip
        for statements, content in places:
            if name := _only(statements, content, address.cue):
                return name if name in self._statements else None
        return None

    def _event(self, address: EventAddress) -> str | None:
        """The event that was read so, else that which is so since a correction before this one."""
        for events in (self._events_as_read, self._events):
            found = [name for name, event in events.items() if event_address(event) == address]
            if found:
                return found[0] if len(found) == 1 and found[0] in self._events else None
        return None

    def _lineage(self, name: str | None) -> set[str]:
        found = set()
        while name is not None:
            found.add(name)
            name = self._parents[name]
        return found

    def _known(self, address: ActorAddress) -> Actor | None:
        """The actor of this number, else whom these words name, else the one of this name and kind."""
        sieve = (
            [a for a in self._actors.values() if address.ledger is not None and a.links.get("ledger") == address.ledger],
            [a for a in self._actors.values() if any(mention.span == address.span for mention in a.mentions)],
            [a for a in self._actors.values() if (a.name, a.kind) == (address.name, address.kind)],
        )
        return next((found[0] for found in sieve if len(found) == 1), None)

    def _reachable(self, address: ActorAddress | None) -> bool:
        """Whether somebody is known by it, or can be made from words of the story."""
        if address is None:
            return True
        return self._fits((address.span,)) if address.span else self._known(address) is not None

    def _actor(self, address: ActorAddress | None) -> Actor | None:
        """Whom the address names: an actor of the reading, with these words as one more mention, or a new one."""
        if address is None:
            return None
        actor = self._known(address)
        if actor is None:
            links = {} if address.ledger is None else {"ledger": address.ledger}
            actor = Actor(_free("a", self._actors), address.name, address.kind, links)
        if address.span and all(mention.span != address.span for mention in actor.mentions):
            mention = Mention(address.span, "name" if self._text(address.span) == address.name else "nominal")
            actor = replace(actor, mentions=tuple(sorted((*actor.mentions, mention), key=lambda each: each.span)))
        self._actors[actor.id] = actor
        return actor

    def _text(self, span: Span) -> str:
        return self._reading.document.text[span.start : span.end]

    def _fits(self, spans: Spans, needed: bool = False) -> bool:
        """Whether all are words of this text; where ``needed``, whether there are any."""
        length = len(self._reading.document.text)
        return all(0 <= start < end <= length for start, end in spans) and (bool(spans) or not needed)

    # The records, pointing at each other again

    def result(self, applied: list[dict[str, object]]) -> Reading:
        statements = self._joined_statements()
        events = [self._joined_event(event, statements) for event in self._events.values()]
        before = self._reading.produced_by.get("corrections")
        corrections = [*(before if isinstance(before, list | tuple) else ()), *applied]
        produced_by = {**self._reading.produced_by, **({"corrections": corrections} if corrections else {})}
        return replace(
            self._reading,
            actors=tuple(self._actors.values()),
            statements=_in_order(statements, self._reading.statements),
            events=tuple(sorted(events, key=lambda event: event.trigger)) if applied else tuple(events),
            produced_by=produced_by,
        )

    def _joined_statements(self) -> dict[str, Statement]:
        """Each with its parent and the actors as they are now; parents before what they report."""
        made: dict[str, Statement] = {}
        for first in self._statements:
            due = [first]
            while (parent := self._parents[due[-1]]) is not None and parent not in made:
                due.append(parent)
            for name in reversed(due):
                if name not in made:
                    above = self._parents[name]
                    made[name] = self._joined_statement(name, made[above] if above is not None else None)
        return {name: made[name] for name in self._statements}

    def _joined_statement(self, name: str, parent: Statement | None) -> Statement:
        statement = self._statements[name]
        speaker, addressee = statement.speaker, statement.addressee
        return replace(
            statement,
            parent=parent,
            speaker=self._actors[speaker.id] if speaker else None,
            addressee=self._actors[addressee.id] if addressee else None,
        )

    def _joined_event(self, event: Event, statements: Mapping[str, Statement]) -> Event:
        teller = self._told_in[event.id]
        return replace(
            event,
            source=tuple(self._actors[actor.id] for actor in event.source),
            target=tuple(self._actors[actor.id] for actor in event.target),
            statement=statements[teller] if teller is not None else None,
        )


def _only(statements: Mapping[str, Statement], content: Spans | None, cue: Spans) -> str | None:
    """The one of this content; of several, that of this cue."""
    found = [name for name, statement in statements.items() if statement.content == content]
    if len(found) > 1:
        found = [name for name in found if statements[name].cue == cue]
    return found[0] if len(found) == 1 else None


def _evidence(event: Event, field: EventField) -> tuple[Evidence, ...]:
    """The event's evidence with the person's word for one field in place of what was there."""
    return (*(evidence for evidence in event.evidence if evidence.field != field), Evidence(field, BY))


def _free(letter: str, taken: Mapping[str, object]) -> str:
    """The first of "s1", "s2" ... behind all that are taken."""
    number = len(taken) + 1
    while f"{letter}{number}" in taken:
        number += 1
    return f"{letter}{number}"


def _in_order(statements: Mapping[str, Statement], before: Iterable[Statement]) -> tuple[Statement, ...]:
    """The statements that were there in their order, each new one before the first that begins behind it."""
    ordered = [statements[statement.id] for statement in before if statement.id in statements]
    there = {statement.id for statement in ordered}
    for statement in statements.values():
        if statement.id not in there:
            place = next((i for i, other in enumerate(ordered) if _first(other) > _first(statement)), len(ordered))
            ordered.insert(place, statement)
    return tuple(ordered)


def _first(statement: Statement) -> Span:
    return min((*statement.content, *statement.source, *statement.cue), default=Span(0, 0))
