"""What is put into a ledger comes out of it whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportedly.errors import BadOption, UnreadableFile
from reportedly.ledger import Ledger, Query
from tests.ledger.stories import reading_of

DISPATCH = """\
Ministers meet in Port Ellery

Anna Lind: The talks [CONSULT asserted] in 2021 came to nothing because nobody had brought the map of the river.
Anna Lind > Bo Ek: Estvale will open [CONCEDE future] the sluices in 2025, whatever the council says of the price of it.
Bo Ek: I never promised [AGREE denied] anything of the kind, neither in 2021 nor later, and she knows it very well.
"""


def test_a_reading_comes_out_as_it_went_in(ledger: Ledger) -> None:
    reading = reading_of(DISPATCH, title="Ministers meet", publisher="Northern Wire", published="2024-03-12T10:00:00+01:00")
    ledger.put(reading, "a.txt")
    (kept,) = ledger.readings()
    assert kept.document == reading.document
    plain, original = kept.to_dict(), reading.to_dict()
    assert all(actor["links"].pop("ledger") for actor in plain["actors"])  # type: ignore[attr-defined]
    assert plain == original


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(words=st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1))
def test_any_words_come_out_as_they_went_in(ledger: Ledger, words: str) -> None:
    reading = reading_of(f"Anna Lind: {words} {words!r}\nBo Ek > Cy: '\";-- %s {{}}")
    kept = ledger.put(reading)
    assert ledger.reading(reading.document.id).document == reading.document
    assert ledger.put(reading).kind == "again"
    assert kept.kind in ("new", "copy", "again")


def test_the_same_text_twice_is_one_document_seen_twice(ledger: Ledger) -> None:
    reading = reading_of(DISPATCH)
    first = ledger.put(reading, "a.txt")
    second = ledger.put(reading, "b.txt")
    assert (first.kind, second.kind, second.document_id) == ("new", "again", first.document_id)
    (hit,) = ledger.search(Query(words="map")).hits
    assert hit.where == ("a.txt", "b.txt")


def test_a_reprint_is_no_second_witness(ledger: Ledger) -> None:
    ledger.put(reading_of(DISPATCH, publisher="Northern Wire"), "wire.txt")
    reprint = DISPATCH.replace("Ministers meet in Port Ellery", "River talks fail, minister says")
    assert ledger.put(reading_of(reprint, publisher="Ellery Post"), "post.txt").kind == "copy"
    (hit,) = ledger.search(Query(words="map")).hits
    assert (hit.publisher, hit.reprints) == ("Northern Wire", 1)
    assert len(ledger.search(Query(words="map", reprints=True)).hits) == 2
    assert ledger.counts().reprints == 1


def test_a_correction_takes_the_place_of_what_it_corrects(ledger: Ledger) -> None:
    ledger.put(reading_of(DISPATCH, title="Ministers meet", publisher="Northern Wire", published="2024-03-12"), "1.txt")
    corrected = DISPATCH.replace("map of the river", "map of the lake")
    again = reading_of(corrected, title="CORRECTED: Ministers meet", publisher="Northern Wire", published="2024-03-12")
    assert ledger.put(again, "2.txt").kind == "version"
    assert [hit.words[-5:] for hit in ledger.search(Query(words="map")).hits] == ["lake."]
    old = ledger.search(Query(words='"map of the river"', replaced=True)).hits
    assert [hit.replaced for hit in old] == [True]


def test_the_reprint_is_the_one_published_later(ledger: Ledger) -> None:
    reprint = DISPATCH.replace("Ministers meet in Port Ellery", "River talks fail, minister says")
    ledger.put(reading_of(reprint, publisher="Ellery Post", published="2024-03-13"), "post.txt")
    assert ledger.put(reading_of(DISPATCH, publisher="Northern Wire", published="2024-03-12"), "wire.txt").kind == "copy"
    (hit,) = ledger.search(Query(words="map")).hits
    assert (hit.publisher, hit.reprints) == ("Northern Wire", 1)


def test_a_reprint_of_what_was_corrected_says_so(ledger: Ledger) -> None:
    wire = {"publisher": "Northern Wire", "published": "2024-03-12"}
    ledger.put(reading_of(DISPATCH, title="Ministers meet", **wire), "1.txt")
    ledger.put(reading_of("Elsewhere\n" + DISPATCH, title="Talks", publisher="Ellery Post", published="2024-03-13"), "2.txt")
    corrected = DISPATCH.replace("map of the river", "map of the lake")
    ledger.put(reading_of(corrected, title="CORRECTED: Ministers meet", **wire), "3.txt")
    hits = ledger.search(Query(words="map")).hits
    assert {(hit.publisher, hit.replaced) for hit in hits} == {("Northern Wire", False), ("Ellery Post", True)}


def test_binary_data_is_refused_and_leaves_nothing(ledger: Ledger) -> None:
    with pytest.raises(UnreadableFile, match="NUL"):
        ledger.put(reading_of("Anna Lind: no\0thing"))
    assert ledger.counts().documents == 0


def test_an_unknown_document_is_said_to_be_so(ledger: Ledger) -> None:
    with pytest.raises(BadOption, match="sha256:feed"):
        ledger.reading("sha256:feed")


def test_two_ledgers_in_one_folder_do_not_meet(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "a.db", create=True) as one, Ledger.open(tmp_path / "b.db", create=True) as other:
        one.put(reading_of(DISPATCH))
        assert other.counts().documents == 0
