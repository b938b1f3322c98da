"""Where a statement was made and to whom: one invented sentence a case, its parts marked.

``<source>``, ``{cue}``, ``[content]``; the venue and the addressee expected stand behind ``|``.
"""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.annotate.layers import Draft
from reportedly.annotate.segment import layers_of
from reportedly.annotate.venue import addressee_of, venue_of
from reportedly.records import Document, Span

MARKS = {"<": ">", "{": "}", "[": "]"}

CASES = """
<Mayor Holm> {said} in an interview with the Strand Post [that the pier was safe]. | in an interview with the Strand Post |
<Holm> {told} a news conference in Larvik [that the pier was safe]. | told a news conference in Larvik |
<Holm> {told} reporters on Monday [the pier was safe]. | told reporters |
["The pier is safe,"] <Holm> {told} KLT. | told KLT |
In a statement, <the guild> {said} [the nets were torn]. | In a statement |
<The guild>, in an unsigned letter, {accused} [the port of greed]. | in an unsigned letter |
["The nets are torn,"] {said} <the guild> on Facebook. | on Facebook |
["Nobody sails,"] <the pilot> {said} by phone from Honningsvåg. | by phone from Honningsvåg |
["Nobody sails,"] <the pilot> {said} here Tuesday. | here |
["Nobody sails,"] {said} <the pilot> in the capital Oslo. | in the capital Oslo |
Speaking after a tour of the docks, <the pilot> {said} [that nobody sailed]. | Speaking after a tour of the docks |
<The pilot> {said} [nobody sailed], speaking after a tour of the docks. | speaking after a tour of the docks |
<The envoy> {declared} to the press [that talks had failed]. | to the press |
<The envoy> {pledged} [to come back] during a visit to Tromsø. | during a visit to Tromsø |
<Holm> {told} the council on Monday [that the pier was safe]. | told the council | the council
<Holm> {urged} Copperfield [to stay ashore]. | | Copperfield
<Holm> {warned} him [that the ice was thin]. | | him
<The union> {called} on the owners [to pay]. | | the owners
<The union> {called on} the owners [to pay]. | | the owners
["Look down,"] <she> {said} to the captain. | | the captain
The captain was {told} by <the pilot> [to look down]. | | The captain
The captain, 61, has been repeatedly {asked} by <the pilot> [to look down]. | | The captain
In response to Ms Holm, <the guild> {said} [it would wait]. | | Ms Holm
<The guild> {accused} [Copperfield of greed]. | |
<The guild> {blamed} [Copperfield for the flood]. | |
<The guild> {asked} [for more time]. | |
<The guild> {promised} [an answer]. | |
<Sweden> {asked}, [rhetorically, who would pay]. | |
[The season will begin on time], {assured} <Minister Roed>. | |
<The guild> {said} [it would tell the owners in an interview on Facebook]. | |
<The guild> {said} [it would sail], adding in a letter that it would not. | |
""".strip().splitlines()


def parse(case: str) -> tuple[str, Draft, str | None, str | None]:
    """The text without its marks, its draft, and the venue and addressee expected."""
    sentence, venue, addressee = (part.strip() for part in case.split("|"))
    text, opened = "", [0]
    spans: dict[str, list[Span]] = {mark: [] for mark in MARKS.values()}
    for char in sentence:
        if char in MARKS:
            opened.append(len(text))
        elif char in spans:
            spans[char].append(Span(opened.pop(), len(text)))
        else:
            text += char
    return text, Draft(tuple(spans["]"]), tuple(spans[">"]), tuple(spans["}"])), venue or None, addressee or None


@pytest.mark.parametrize("case", CASES, ids=[re.sub(r"\W+", "-", case)[:40] for case in CASES])
def test_venue_and_addressee(case: str) -> None:
    text, draft, venue, addressee = parse(case)
    layers = layers_of(text)
    where, whom = venue_of(Document("x", text), layers, draft), addressee_of(layers, draft)
    assert (where and text[slice(*where)], whom and text[slice(*whom)]) == (venue, addressee)


def test_told_its_own_publisher_is_a_venue() -> None:
    text, draft, _, _ = parse('["Nobody sails,"] <the pilot> {told} Strand Press. | |')
    layers = layers_of(text)
    told = venue_of(Document("x", text, publisher="Press"), layers, draft)
    assert told is not None
    assert text[slice(*told)] == "told Strand Press"


def test_without_a_cue_there_is_neither() -> None:
    layers = layers_of("He told reporters in Bergen.")
    draft = Draft((Span(0, 2),), implied=True)
    assert venue_of(Document("x", layers.text), layers, draft) is None
    assert addressee_of(layers, draft) is None


PIECES = st.sampled_from(
    ["told ", "in an interview ", "to ", "him ", "by phone ", "was ", ", ", "In Oslo", '"', "\n\n", "\0", "🙂"]
)


@given(st.lists(PIECES | st.text(max_size=4), max_size=20).map("".join), st.data())
def test_any_text_and_spans_give_words_within_the_text(text: str, data: st.DataObject) -> None:
    text = "A " + text
    place = st.integers(0, len(text))
    spans = st.lists(st.builds(lambda a, b: Span(min(a, b), max(a, b)), place, place), max_size=2).map(tuple)
    draft = Draft(data.draw(spans), data.draw(spans), data.draw(spans))
    layers = layers_of(text)
    for found in (venue_of(Document("x", text), layers, draft), addressee_of(layers, draft)):
        assert found is None or (0 <= found.start < found.end <= len(text) and text[slice(*found)].strip())


def test_a_statement_in_one_endless_line_takes_no_longer() -> None:
    text = "he told the council in a letter " * 20_000
    layers = layers_of(text)
    started = time.process_time()
    for start in range(3, 3 + 32 * 500, 32):
        venue_of(Document("x", text), layers, Draft((), (), (Span(start, start + 4),)))
    assert time.process_time() - started < 3
