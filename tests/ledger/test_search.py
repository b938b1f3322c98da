"""Statements are found by their words and by what is known of them, alike in both databases."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from reportedly.errors import BadOption
from reportedly.ledger import Ledger, Query
from tests.ledger.stories import reading_of

WIRE = """\
Anna Lind: The sluices were opened [CONCEDE asserted] in 2021.
Anna Lind: Estvale must open [CONCEDE demanded] the sluices again.
Bo Ek: I never agreed [AGREE denied] to any opening, least of all in 2021.
Bo Ek > Cy Dahl: The sluice keepers will strike [PROTEST future] in 2026.
"""
POST = """\
Anna Lind: Nobody negotiates about a river that has run dry.
Dora Falk: The negotiators drank the Erdoğan bridge café's coffee and left; sluices, they said.
"""


def put_stories(ledger: Ledger) -> None:
    ledger.put(reading_of(WIRE, publisher="Northern Wire", published="2024-03-12", title="River"), "wire.txt")
    ledger.put(reading_of(POST, publisher="Ellery Post", published="2022-07-01", title="Coffee"), "post.txt")


@pytest.fixture(scope="module")
def library(shared_where: str) -> Iterator[Ledger]:
    """Two stories that no test adds to."""
    with Ledger.open(shared_where) as opened:
        put_stories(opened)
        yield opened


def first_words(ledger: Ledger, **wanted: Any) -> set[str]:
    return {" ".join(hit.words.split()[:2]) for hit in ledger.search(Query(**wanted)).hits}


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"words": "sluice"}, {"The sluices", "Estvale must", "The sluice", "The negotiators"}),
        ({"words": "opening sluices"}, {"The sluices", "Estvale must"}),
        ({"words": '"sluice keepers"'}, {"The sluice"}),
        ({"words": "negotiat*"}, {"Nobody negotiates", "The negotiators"}),
        ({"words": "erdogan cafe"}, {"The negotiators"}),
        ({"words": "river OR strike"}, {"Nobody negotiates", "The sluice"}),
        ({"words": "sluices -coffee -strike"}, {"The sluices", "Estvale must"}),
        ({"words": "no_such_word"}, set()),
        ({"speaker": "Anna Lind"}, {"The sluices", "Estvale must", "Nobody negotiates"}),
        ({"speaker": "Anna Lind", "words": "sluices"}, {"The sluices", "Estvale must"}),
        ({"speaker": "nobody known"}, set()),
        ({"about": "sluices"}, {"The sluices", "Estvale must", "The sluice", "The negotiators"}),
        ({"type": "CONCEDE"}, {"The sluices", "Estvale must"}),
        ({"type": "CONCEDE", "status": "demanded"}, {"Estvale must"}),
        ({"status": "denied"}, {"I never"}),
        ({"stance": "denies"}, {"I never"}),
        ({"stance": "demands"}, {"Estvale must"}),
        ({"nested": True}, {"The sluice"}),
        ({"nested": False, "words": "strike"}, {"The sluice"}),
        ({"publisher": "northern wire", "words": "river"}, set()),
        ({"publisher": "Ellery Post"}, {"Nobody negotiates", "The negotiators"}),
        ({"said_after": "2023"}, {"The sluices", "Estvale must", "I never", "The sluice"}),
        ({"said_before": "2022-07-02"}, {"Nobody negotiates", "The negotiators"}),
        ({"said_before": "2022-07-01"}, set()),
        ({"happened_after": "2021", "happened_before": "2022"}, {"The sluices", "I never"}),
        ({"happened_after": "2025"}, {"The sluice"}),
        ({"happened_after": "2021-06", "happened_before": "2021-07"}, {"The sluices", "I never"}),
        ({"confidence": 0.95}, set()),
        ({"form": "direct"}, set()),
    ],
)
def test_what_is_asked_for_is_found(library: Ledger, wanted: dict[str, Any], found: set[str]) -> None:
    assert first_words(library, **wanted) == found


def test_a_hit_can_be_cited(library: Ledger) -> None:
    (hit,) = library.search(Query(words="strike", nested=True)).hits
    assert hit.chain == ("Bo Ek", "Cy Dahl")
    assert hit.words == "The sluice keepers will strike [PROTEST future] in 2026."
    assert WIRE[hit.start : hit.end] == hit.words
    assert (hit.publisher, hit.published, hit.where) == ("Northern Wire", "2024-03-12", ("wire.txt",))
    assert [(one.type, one.status, one.trigger) for one in hit.events] == [("PROTEST", "future", "strike")]
    assert hit.speaks_of == (("2026-01-01", "2027-01-01"),)


def test_more_of_the_words_and_closer_together_come_first(ledger: Ledger) -> None:
    put_stories(ledger)
    ledger.put(
        reading_of(
            "Ed Frey: Ice on the road, and then, said the man from the bureau of works, a warning was given.\nEd Frey: Road ice."
        )
    )
    hits = ledger.search(Query(words="road ice")).hits
    assert [hit.words[:8] for hit in hits] == ["Road ice", "Ice on t"]
    assert hits[0].score > hits[1].score


def test_without_words_the_newest_come_first(library: Ledger) -> None:
    dates = [hit.said_on or "" for hit in library.search(Query(speaker="Anna Lind")).hits]
    assert dates == sorted(dates, reverse=True)


def test_pages_follow_each_other(library: Ledger) -> None:
    whole = library.search(Query(limit=100))
    pages = [library.search(Query(limit=2, offset=offset)) for offset in range(0, len(whole.hits), 2)]
    assert [hit for page in pages for hit in page.hits] == list(whole.hits)
    assert [page.more for page in pages] == [True] * (len(pages) - 1) + [False]


@pytest.mark.parametrize(
    "wanted",
    [
        {"type": "SHOUT"},
        {"status": "maybe"},
        {"sort": "luck"},
        {"said_after": "yesterday"},
        {"confidence": 2},
        {"limit": 0},
        {"offset": -1},
    ],
)
def test_what_cannot_be_meant_is_refused(wanted: dict[str, Any]) -> None:
    with pytest.raises(BadOption):
        Query(**wanted)


@pytest.mark.parametrize(
    "words", ["'; DROP TABLE statement; --", '"', '""', "NEAR(a b)", "a:b", "* -", "(", "\\", "AND OR NOT", "%_", "'"]
)
def test_no_words_break_a_database(library: Ledger, words: str) -> None:
    for wanted in ({"words": words}, {"speaker": words}, {"about": words}, {"publisher": words}):
        try:
            library.search(Query(**wanted))  # type: ignore[arg-type]
        except BadOption as error:
            assert "only what not to find" in str(error)  # noqa: PT017
    assert library.counts().documents == 2


def test_a_timeline_goes_by_what_is_spoken_of(library: Ledger) -> None:
    points = library.timeline(Query())
    assert [point.begin for point in points] == ["2021-01-01", "2021-01-01", "2026-01-01"]
    assert [point.begin for point in library.timeline(Query(happened_after="2025", nested=True))] == ["2026-01-01"]


def test_a_portrait_shows_what_somebody_says_and_what_is_said_of_him(ledger: Ledger) -> None:
    put_stories(ledger)
    ledger.put(reading_of("Dora Falk: Bo Ek is a liar.\nBo Ek: No comment."))
    with pytest.raises(BadOption, match="Several actors"):  # of whom only the name is known are not taken for one
        ledger.speaker("Bo Ek")
    ledger.merge([one.id for one in ledger.actors() if one.name == "Bo Ek"], "editor")
    portrait = ledger.speaker("Bo Ek")
    assert portrait.actor.name == "Bo Ek"
    assert [hit.words[:7] for hit in portrait.denies.hits] == ["I never"]
    assert [hit.words for hit in portrait.others.hits] == ["Bo Ek is a liar."]
    with pytest.raises(BadOption, match="knows nobody"):
        ledger.speaker("Nobody Atall")


def test_a_time_of_many_years_is_found_in_each_of_them(ledger: Ledger) -> None:
    ledger.put(reading_of("Ed Frey: The dam was talked of all through 19XX."))
    assert first_words(ledger, happened_after="1950", happened_before="1951") == {"The dam"}
    assert first_words(ledger, happened_after="2050", happened_before="2051") == set()
