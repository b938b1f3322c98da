from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import reportedly
from reportedly.errors import BadOption
from reportedly.export.bundle import SCHEMA, Sighting, bundle_of, canonical, excerpt, verify
from reportedly.records import Reading
from tests.test_serialize import readings

SIGHTINGS = [Sighting("https://example.org/tarn", "2024-03-29T12:20:00Z"), Sighting(None, "2024-03-30")]


def verdict(bundle: bytes) -> dict[str, bool]:
    return {check.name: check.passed for check in verify(bundle)}


def failed(bundle: bytes) -> list[str]:
    return [check.name for check in verify(bundle) if not check.passed]


def sealed(content: dict[str, Any]) -> bytes:
    """The bundle with a digest that fits: what a forger would make of it."""
    import hashlib

    rest = {key: value for key, value in content.items() if key != "digest"}
    return canonical(rest | {"digest": f"sha256:{hashlib.sha256(canonical(rest)).hexdigest()}"})


def test_every_statement_has_a_sound_bundle(examples: list[Reading], river: Reading) -> None:
    for reading in [*examples, river]:
        for statement in reading.statements:
            bundle = bundle_of(reading, statement.id, SIGHTINGS)
            assert verdict(bundle) == dict.fromkeys(("form", "bytes", "digest", "reading", "text", "words", "chain"), True)


def test_a_bundle_holds_what_concerns_the_statement(river: Reading) -> None:
    content = json.loads(bundle_of(river, "s5", SIGHTINGS))
    assert (content["schema"], content["statement"]) == (SCHEMA, "s5")
    assert content["words"] == [{"span": [557, 606], "text": "that his engineers would share their measurements"}]
    assert [(link["statement"], link["speaker"]) for link in content["chain"]] == [
        ("s4", "Mara Lindqvist"),
        ("s5", "Tomas Okafor"),
    ]
    assert content["chain"][1]["cue"] == [{"span": [524, 532], "text": "promised"}]
    assert content["sightings"] == [
        {"uri": "https://example.org/tarn", "seen": "2024-03-29T12:20:00Z"},
        {"uri": None, "seen": "2024-03-30"},
    ]
    reading = content["reading"]
    assert reading["document"]["text"] == river.document.text
    assert [s["id"] for s in reading["statements"]] == ["s4", "s5"]
    assert [e["id"] for e in reading["events"]] == ["e6"]
    assert [a["name"] for a in reading["actors"]] == ["Marovia", "Estvale", "Mara Lindqvist", "Tomas Okafor"]
    assert reading["produced_by"] == river.produced_by


def test_an_account_brings_what_is_told_within_it(river: Reading) -> None:
    inner = excerpt(river, river.statements[9])
    assert [statement.id for statement in inner.statements] == ["s10", "s11", "s12"]
    assert [time.value for time in excerpt(river, river.statements[3]).times] == ["2023-10"]


@pytest.fixture(scope="module")
def small() -> bytes:
    """A short bundle of a real reading."""
    reading = reportedly.extract(
        "The mayor said: “We will wait – until noon.”", published="2024-03-29", uri="https://example.org/1"
    )
    return bundle_of(reading, reading.statements[0].id, SIGHTINGS)


def test_any_flipped_bit_is_found(small: bytes) -> None:
    """Every bit of every byte, one after the other."""
    for place in range(len(small)):
        for bit in range(8):
            damaged = bytearray(small)
            damaged[place] ^= 1 << bit
            assert failed(bytes(damaged)), (place, bit)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_other_bytes_are_found(small: bytes, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(small)))
    end = data.draw(st.integers(start, len(small)))
    damaged = (
        small[:start] + data.draw(st.binary(max_size=8) | st.sampled_from([b" ", b"\n", b"0", b'"', b"\\u0061"])) + small[end:]
    )
    assert bool(failed(damaged)) == (damaged != small)


@settings(max_examples=100, deadline=None)
@given(
    st.binary()
    | st.recursive(st.none() | st.floats() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)).map(
        lambda value: json.dumps(value).encode()
    )
)
def test_what_is_no_bundle_is_said_to_be_none(data: bytes) -> None:
    assert failed(data) == ["form"]


@settings(max_examples=50, deadline=None)
@given(readings())
def test_any_reading_gives_bundles_whose_words_stand(reading: Reading) -> None:
    for statement in reading.statements:
        found = failed(bundle_of(reading, statement.id))
        assert found == ["text"]  # the ids of these readings are no digests


def forged(bundle: bytes, *path: str | int, value: Any) -> bytes:
    content = json.loads(bundle)
    *way, last = path
    place = content
    for key in way:
        place = place[key]
    place[last] = value
    return sealed(content)


@pytest.mark.parametrize(
    ("path", "value", "found"),
    [
        (("words", 0, "text"), "“We will act.”", ["words"]),
        (("words", 0, "span"), [0, 3], ["words"]),
        (("chain", 0, "speaker"), "The governor", ["chain"]),
        (("chain",), [], ["chain"]),
        (("reading", "document", "text"), "The mayor said: “We will act at once, by noon.”", ["text", "words", "chain"]),
        (("text_digest",), "sha256:0", ["text"]),
        (("statement",), "s9", ["statement"]),
        (("reading", "statements", 0, "content"), [[0, 9999]], ["reading"]),
        (("reading", "statements", 0, "content"), [[0, 3]], ["words", "chain"]),
        (("reading",), None, ["reading"]),
        (("sightings",), float("nan"), None),
    ],
)  # fmt: skip
def test_a_forgery_with_a_digest_that_fits_must_agree_with_itself(
    small: bytes, path: tuple[str | int, ...], value: Any, found: list[str] | None
) -> None:
    if found is None:
        damaged = json.dumps(json.loads(small) | {"sightings": float("nan")}).encode()
        assert failed(damaged) == ["digest"]
    else:
        assert failed(forged(small, *path, value=value)) == found


def test_a_sound_story_is_found_again(small: bytes) -> None:
    check = verify(small, reportedly.load().read)[-1]
    assert (check.name, check.passed, check.finding) == (
        "reread",
        True,
        "Read again by the same models, the story has the same statement.",
    )


def test_other_models_may_read_otherwise(river: Reading) -> None:
    bundle = bundle_of(river, "s5")
    silent = replace(river, statements=(), events=(), produced_by={"version": "9"})
    check = verify(bundle, lambda document: silent)[-1]
    assert (check.passed, check.finding) == (False, "Read again by other models, there is no statement of these words.")
    other = replace(river, statements=tuple(replace(s, speaker=None) for s in river.statements))
    check = verify(bundle, lambda document: other)[-1]
    assert check.finding == "Read again by the same models, the same words are said by others."


def test_a_damaged_bundle_is_not_read_again(small: bytes) -> None:
    def never(document: object) -> Reading:
        raise AssertionError

    assert "reread" not in {check.name for check in verify(small.replace(b"noon", b"dusk"), never)}


def test_a_statement_that_is_not_there_is_a_bad_option(river: Reading) -> None:
    with pytest.raises(BadOption, match="no statement 's99'; its statements are s1 to s17"):
        bundle_of(river, "s99")


def test_halves_of_characters_do_not_break_it(tell: Any) -> None:
    story = tell("Ada said: \ud83d.")
    story.says(story.actor("Ada"), "\ud83d")
    assert failed(bundle_of(story.reading(), "s1")) == []
