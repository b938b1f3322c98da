"""A reading as TimeML 1.2.1 (http://timeml.org): the story with its times and events as tags, and instances of the events.

::

    <DCT><TIMEX3 tid="t0" type="DATE" value="2024-03-29" functionInDocument="CREATION_TIME">2024-03-29</TIMEX3></DCT>
    <TEXT>... She <EVENT eid="e1" class="I_ACTION">promised</EVENT> it <TIMEX3 tid="t1" ...>last autumn</TIMEX3>.</TEXT>
    <MAKEINSTANCE eiid="ei1" eventID="e1" pos="OTHER" tense="NONE" aspect="NONE" polarity="POS"/>
    <TLINK lid="l1" eventInstanceID="ei1" relatedToTime="t1" relType="IS_INCLUDED"/>

The text of ``TEXT`` is the story, character by character; those that XML cannot hold are shown as signs such as "␀", one for one.
TimeML lets no tag stand within another. So where a time and an event share words the time keeps them, and the event keeps the
longest stretch that is left; events that share words are instances of one ``EVENT``. An event of which no word is left is not in
the TimeML.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import TypeVar

from lxml import etree

from reportedly.export.names import file_stem
from reportedly.export.sinks import Target, folder, opened
from reportedly.records import Document, Event, EventType, Reading, Span, Time

SCHEMA_PLACE = "http://timeml.org/timeMLdocs/TimeML_1.2.1.xsd"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
I_ACTIONS: frozenset[EventType] = frozenset({"AGREE", "REQUEST", "REJECT", "THREATEN"})  # acts that name another act as theirs
MODAL = frozenset({"future", "demanded", "hypothetical"})  # statuses that are given as modality, whose words are free

Named = TypeVar("Named")


@dataclass(frozen=True, slots=True)
class Tag:
    """Words that bear a tag: one time, or the events that are named by these words."""

    span: Span
    id: str
    time: Time | None = None
    events: tuple[Event, ...] = ()


def write(readings: Iterable[Reading], target: Target) -> None:
    """Into the folder ``target`` a file for each story."""
    path = folder(target)
    for reading in readings:
        with opened(path / f"{file_stem(reading.document)}.tml") as out:
            out.write(render(reading).encode())


def render(reading: Reading) -> str:
    """The reading as one TimeML document."""
    document = reading.document
    tags = tags_of(reading)
    root = etree.Element("TimeML", {f"{{{XSI}}}noNamespaceSchemaLocation": SCHEMA_PLACE}, nsmap={"xsi": XSI})
    _add(root, "DOCID", document.id)
    if document.published:
        attributes = {"tid": "t0", "type": _type(document.published), "value": document.published}
        _add(_add(root, "DCT"), "TIMEX3", document.published, **attributes, functionInDocument="CREATION_TIME")
    if document.title:
        _add(root, "TITLE", document.title)
    cues = [span for span, _ in _runs((cue, None) for statement in reading.statements for cue in statement.cue)]
    _fill(_add(root, "TEXT"), document.text, tags, cues)
    for name, attributes in _after_text(tags, document):
        _add(root, name, **attributes)
    root.text = "\n"
    for part in root:
        part.tail = "\n"
    data: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return data.decode() + "\n"


# Which words bear a tag


def tags_of(reading: Reading) -> list[Tag]:
    """What bears a tag, in text order: no two share a word, and none is empty."""
    times = _apart(reading.times)
    taken = [time.span for time in times]
    words = [(span, event) for event in reading.events if (span := _longest_free(event.trigger, taken))]
    tags = [Tag(time.span, f"t{number}", time=time) for number, time in enumerate(times, 1)]
    tags += [Tag(span, f"e{number}", events=tuple(events)) for number, (span, events) in enumerate(_runs(words), 1)]
    return sorted(tags, key=lambda tag: tag.span)


def _apart(times: Iterable[Time]) -> list[Time]:
    """The times in text order, without those that share words with one before them."""
    kept: list[Time] = []
    for time in sorted(times, key=lambda time: (time.span.start, -time.span.end)):
        if time.span.start < time.span.end and (not kept or kept[-1].span.end <= time.span.start):
            kept.append(time)
    return kept


def _longest_free(span: Span, taken: list[Span]) -> Span | None:
    """The longest stretch of ``span`` outside the spans ``taken``, which lie apart and in order; the first of equals."""
    first = bisect_right(taken, span.start, key=lambda other: other.end)
    within = taken[first : bisect_left(taken, span.end, key=lambda other: other.start)]
    starts = [span.start, *(other.end for other in within)]
    ends = [*(other.start for other in within), span.end]
    start, end = max(zip(starts, ends, strict=True), key=lambda stretch: stretch[1] - stretch[0])
    return Span(start, end) if start < end else None


def _runs(words: Iterable[tuple[Span, Named]]) -> list[tuple[Span, list[Named]]]:
    """What is named by words that overlap, together, with the words that they cover; in text order."""
    runs: list[tuple[Span, list[Named]]] = []
    for span, named in sorted(words, key=lambda pair: pair[0]):
        if runs and span.start < runs[-1][0].end:
            covered, others = runs.pop()
            runs.append((Span(covered.start, max(covered.end, span.end)), [*others, named]))
        else:
            runs.append((span, [named]))
    return runs


# The elements


def _add(parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, name, {key: holdable(value) for key, value in attributes.items()})
    element.text = holdable(text) or None
    return element


def _fill(element: etree._Element, text: str, tags: list[Tag], cues: list[Span]) -> None:
    """The words of the text, some of them in their tags."""
    ends = [tag.span.start for tag in tags] + [len(text)]
    element.text = holdable(text[: ends[0]])
    for tag, end in zip(tags, ends[1:], strict=True):
        words = text[tag.span.start : tag.span.end]
        if tag.time:
            attributes = {"type": tag.time.type, "value": tag.time.value, "temporalFunction": _is_worked_out(tag.time, words)}
            child = _add(element, "TIMEX3", words, tid=tag.id, **attributes)
        else:
            child = _add(element, "EVENT", words, eid=tag.id, **{"class": _class(tag, cues)})
        child.tail = holdable(text[tag.span.end : end])


def _type(published: str) -> str:
    return "TIME" if "T" in published else "DATE"


def _is_worked_out(time: Time, words: str) -> str:
    """ "true" for a date of which the words do not name the year, as "last Friday"; "false" for "1974" and for durations."""
    return "true" if time.type in ("DATE", "TIME") and time.value[:4].rstrip("X") not in words else "false"


def _class(tag: Tag, cues: list[Span]) -> str:
    """REPORTING for the cue of a statement, I_ACTION for promises, demands, refusals and threats, OCCURRENCE for all else."""
    before = bisect_left(cues, tag.span.end, key=lambda cue: cue.start)
    if before and cues[before - 1].end > tag.span.start:
        return "REPORTING"
    return "I_ACTION" if tag.events[0].type in I_ACTIONS else "OCCURRENCE"


def _after_text(tags: list[Tag], document: Document) -> Iterator[tuple[str, dict[str, str]]]:
    """Name and attributes of what follows the text: an instance for each event, and its link to the time it is said to be in."""
    instances = [(f"ei{number}", tag, event) for number, (tag, event) in enumerate(((t, e) for t in tags for e in t.events), 1)]
    for name, tag, event in instances:
        attributes = {"eiid": name, "eventID": tag.id, "pos": "OTHER", "tense": "NONE", "aspect": "NONE"}
        attributes["polarity"] = "NEG" if event.status == "denied" else "POS"
        yield "MAKEINSTANCE", attributes | ({"modality": event.status} if event.status in MODAL else {})
    times = _Times(tags, document)
    numbers = count(1)
    for name, _, event in instances:
        if time := times.of(event):
            yield "TLINK", {
                "lid": f"l{next(numbers)}", "eventInstanceID": name, "relatedToTime": time, "relType": "IS_INCLUDED",
            }  # fmt: skip


class _Times:
    """Finds the time expression that an event's time stands for."""

    def __init__(self, tags: list[Tag], document: Document) -> None:
        self._published = document.published
        self._by_value: dict[str, list[Tag]] = {}
        for tag in tags:
            if tag.time:
                self._by_value.setdefault(tag.time.value, []).append(tag)

    def of(self, event: Event) -> str | None:
        """The id of the nearest one of the same value, else that of the day of the story if it is of that value."""
        if event.time is None:
            return None
        tags = self._by_value.get(event.time, [])
        behind = bisect_left(tags, event.trigger.start, key=lambda tag: tag.span.start)
        near = tags[max(behind - 1, 0) : behind + 1]
        if near:
            return min(near, key=lambda tag: abs(tag.span.start - event.trigger.start)).id
        return "t0" if event.time == self._published else None


def holdable(text: str) -> str:
    """The text with characters that XML 1.0 cannot hold as signs, one for one: NUL as "␀"."""
    return _UNHOLDABLE.sub(lambda match: chr(0x2400 + ord(match[0])) if match[0] < " " else "\ufffd", text)


_UNHOLDABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
