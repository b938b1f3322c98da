"""An evidence bundle: all that is needed to check one statement, in one file that anybody can keep, pass on and verify.

A bundle is canonical JSON: keys in order, no space, UTF-8. It holds the whole story and its digest, the statement with those it
is reported within and those within it, the times and events in its words, the actors, what read it, where the story was seen,
and a ``digest`` over all the rest. Whatever byte is changed, ``verify`` finds it.

The digest shows that a bundle is whole, not who made it: whoever alters one can compute another digest. To show who made it,
sign the file, or publish its digest where its date is beyond doubt.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, TypeAlias

from reportedly.errors import BadOption, RecordError
from reportedly.records import Actor, Document, Event, Reading, Span, Spans, Statement
from reportedly.serialize import from_json, to_dict

SCHEMA = "reportedly-evidence/1"
FIELDS = ("schema", "statement", "words", "chain", "reading", "text_digest", "sightings", "digest")

Reread: TypeAlias = Callable[[Document], Reading]


class Sighting(NamedTuple):
    """Where the story was found, and when."""

    uri: str | None
    seen: str  # ISO 8601


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was checked."""

    name: str
    passed: bool
    finding: str  # one sentence


def bundle_of(reading: Reading, statement_id: str, sightings: Iterable[Sighting] = ()) -> bytes:
    """The evidence for one statement of a reading. Raises BadOption where the reading has no such statement."""
    statement = next((statement for statement in reading.statements if statement.id == statement_id), None)
    if statement is None:
        raise BadOption(f"The story has no statement {statement_id!r}; its statements are s1 to s{len(reading.statements)}.")
    content: dict[str, Any] = {
        "schema": SCHEMA,
        "statement": statement.id,
        "words": _words(reading.document, statement.content),
        "chain": _chain(statement),
        "reading": to_dict(excerpt(reading, statement)),
        "text_digest": text_digest(reading.document.text),
        "sightings": [{"uri": sighting.uri, "seen": sighting.seen} for sighting in sightings],
    }
    return canonical(content | {"digest": _digest(content)})


def excerpt(reading: Reading, statement: Statement) -> Reading:
    """The reading without all that does not concern the statement; the story is whole."""
    kept = _family(reading, statement)
    events = tuple(event for event in reading.events if _concerns(event, kept, statement.content))
    people = {actor.id for s in kept.values() for actor in (s.speaker, s.addressee) if actor}
    people |= {actor.id for event in events for actor in (*event.source, *event.target)}
    people |= {role.of for actor in reading.actors if actor.id in people for role in actor.roles if role.of}
    actors = {actor.id: _without_strangers(actor, people) for actor in reading.actors if actor.id in people}
    return replace(
        reading,
        actors=tuple(actors.values()),
        statements=tuple(s for s in reading.statements if s.id in kept),
        times=tuple(time for time in reading.times if _within(time.span, statement.content)),
        events=events,
    )


def _family(reading: Reading, statement: Statement) -> dict[str, Statement]:
    """Those it is reported within, itself, and all reported within it."""
    kept = {s.id: s for s in statement.lineage}
    children: dict[str, list[Statement]] = {}
    for other in reading.statements:
        if other.parent:
            children.setdefault(other.parent.id, []).append(other)
    due = [statement]
    while due:
        below = children.get(due.pop().id, [])
        kept |= {s.id: s for s in below}
        due += below
    return kept


def _concerns(event: Event, kept: Mapping[str, Statement], content: Spans) -> bool:
    """Whether it is told within the words of the statement, by nobody who is not in the bundle."""
    return _within(event.trigger, content) and (event.statement is None or event.statement.id in kept)


def _within(span: Span, spans: Spans) -> bool:
    return any(start <= span.start and span.end <= end for start, end in spans)


def _without_strangers(actor: Actor, people: set[str]) -> Actor:
    return replace(actor, roles=tuple(replace(r, of=r.of if r.of in people else None) for r in actor.roles))


def _chain(statement: Statement) -> list[dict[str, Any]]:
    """Who vouches for it, outermost first, each with the words of what he says and of how the story names him."""
    document = statement.document
    return [
        {
            "statement": link.id,
            "speaker": link.speaker.name if link.speaker else None,
            "source": _words(document, link.source),
            "cue": _words(document, link.cue),
            "content": _words(document, link.content),
        }
        for link in statement.lineage
    ]


def _words(document: Document, spans: Spans) -> list[dict[str, Any]]:
    return [{"span": [start, end], "text": document.text[start:end]} for start, end in spans]


def canonical(value: object) -> bytes:
    """The one form in which a bundle is written: keys in order, no space, UTF-8; halves of characters are escaped."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
    try:
        return text.encode()
    except UnicodeEncodeError:
        return json.dumps(value, allow_nan=False, sort_keys=True, separators=(",", ":")).encode()


def text_digest(text: str) -> str:
    return f"sha256:{hashlib.sha256(text.encode('utf-8', 'replace')).hexdigest()}"


def _digest(content: Mapping[str, Any]) -> str:
    rest = {key: value for key, value in content.items() if key != "digest"}
    return f"sha256:{hashlib.sha256(canonical(rest)).hexdigest()}"


# Verification


def verify(bundle: bytes, reread: Reread | None = None) -> list[Check]:
    """Check a bundle: each check with what it found. It is sound if all passed.

    With ``reread``, such as ``reportedly.load().read``, the story is read anew, and whether the same statement is found is one
    more check. It may fail for a sound bundle: another model reads otherwise.
    """
    content = _opened(bundle)
    if isinstance(content, Check):
        return [content]
    checks = [Check("form", True, f"It is a bundle of the form {SCHEMA}."), *_integrity(content, bundle)]
    reading = _reading(content)
    if isinstance(reading, Check):
        return [*checks, reading]
    checks.append(Check("reading", True, "Its reading is one, and all spans lie within the story."))
    checks += _consistency(content, reading)
    if reread and all(check.passed for check in checks):
        checks.append(_read_again(content, reading, reread))
    return checks


def _opened(bundle: bytes) -> dict[str, Any] | Check:
    """The bundle as JSON values, or what is wrong with it."""
    try:
        content = json.loads(bundle)
    except (ValueError, RecursionError) as error:  # ValueError: no JSON, or no UTF-8
        return Check("form", False, f"It is not JSON: {error}.")
    if not isinstance(content, dict) or content.get("schema") != SCHEMA:
        return Check("form", False, f"It is not a bundle of the form {SCHEMA}.")
    if set(content) != set(FIELDS):
        return Check("form", False, f"Its fields are not {', '.join(FIELDS)}.")
    return content


def _integrity(content: Mapping[str, Any], bundle: bytes) -> Iterator[Check]:
    """The bytes are those that were written: in canonical form, and of the digest that stands among them."""
    try:
        as_written, digest = canonical(content) == bundle, _digest(content)
    except (ValueError, RecursionError):  # NaN and the like, which Python reads and JSON does not have
        yield Check("digest", False, "It holds values that no bundle can hold.")
        return
    yield Check("bytes", as_written, _either(as_written, "Its bytes are in canonical form", "Its bytes are not canonical"))
    whole = content["digest"] == digest
    yield Check("digest", whole, _either(whole, f"The digest over all is {digest}", "The digest is not that of the content"))


def _reading(content: Mapping[str, Any]) -> Reading | Check:
    try:
        return from_json(json.dumps(content["reading"]))
    except (RecordError, RecursionError) as error:
        return Check("reading", False, str(error))


def _consistency(content: Mapping[str, Any], reading: Reading) -> Iterator[Check]:
    """What the bundle says twice is the same: digests of the text, words at their offsets, the chain and its statements."""
    document = reading.document
    digest = text_digest(document.text)
    right = content["text_digest"] == document.id == digest
    yield Check("text", right, _either(right, f"The text is that of {digest}", "The text is not that of its digest"))
    statement = next((s for s in reading.statements if s.id == content["statement"]), None)
    if statement is None:
        yield Check("statement", False, f"There is no statement {content['statement']!r} in its reading.")
        return
    stand = content["words"] == _words(document, statement.content)
    yield Check("words", stand, _either(stand, "The words stand at their offsets", "The words do not stand at their offsets"))
    chained = content["chain"] == _chain(statement)
    shown = " > ".join(speaker.name if speaker else "unnamed" for speaker in statement.chain)
    yield Check("chain", chained, _either(chained, f"The chain is {shown}", "The chain is not that of its statements"))


def _read_again(content: Mapping[str, Any], reading: Reading, reread: Reread) -> Check:
    """Whether the installed software reads the same words as said by the same chain of speakers."""
    anew = reread(reading.document)
    statement = next(s for s in reading.statements if s.id == content["statement"])
    found = [other for other in anew.statements if other.content == statement.content]
    same = any(_speakers(other) == _speakers(statement) for other in found)
    by = "the same models" if anew.produced_by == reading.produced_by else "other models"
    if same:
        return Check("reread", True, f"Read again by {by}, the story has the same statement.")
    told = "the same words are said by others" if found else "there is no statement of these words"
    return Check("reread", False, f"Read again by {by}, {told}.")


def _speakers(statement: Statement) -> list[str | None]:
    return [speaker.name if speaker else None for speaker in statement.chain]


def _either(passed: bool, yes: str, no: str) -> str:
    return f"{yes if passed else no}."
