import json
from collections.abc import Iterator
from importlib.resources import files
from typing import get_args

import pytest

from reportedly.annotate.modes import NONE, Mode, has_modes, mode_of
from reportedly.annotate.segment import layers_of
from reportedly.annotate.vocabulary import PlainWords
from reportedly.records import EventType, Span

LISTS = json.loads((files("reportedly.annotate") / "lang" / "en" / "modes.json").read_text("utf8"))
PLOVER: dict[EventType, str] = {
    "CONSULT": "visit third-party multilateral phone",
    "RETREAT": "withdraw release disarm ceasefire access resign",
    "REQUEST": "assist change yield meet",
    "REJECT": "assist change yield meet",
    "ACCUSE": "disapprove investigate allege",
    "THREATEN": "restrict arrest relations expel territory violence",
    "PROTEST": "demo riot strike hunger boycott obstruct vandalize",
    "SANCTION": "convict expel withdraw discontinue",
    "MOBILIZE": "troops weapons police militia",
    "COERCE": "seize restrict censor curfew martial-law arrest deport withhold misinformation cyber",
    "ASSAULT": "abduct beat torture sexual targeted destroy primitive firearms explosives suicide-attack aerial drone "
    "heavy-weapons crowd-control unconventional",
}


def _examples() -> Iterator[tuple[EventType, str, str]]:
    for event_type, entry in LISTS.items():
        for name, mode in entry["modes"].items():
            yield event_type, name, mode["example"]


def _mode(event_type: EventType, marked: str) -> Mode:
    """The mode where the trigger stands in square brackets."""
    start, end = marked.index("["), marked.index("]") - 1
    return mode_of(event_type, PlainWords.of(layers_of(marked.replace("[", "").replace("]", ""))), Span(start, end))


@pytest.mark.parametrize(("event_type", "mode", "example"), list(_examples()))
def test_each_mode_is_found_in_its_example(event_type: EventType, mode: str, example: str) -> None:
    assert _mode(event_type, example).name == (None if mode == NONE else mode)


def test_the_modes_are_plovers() -> None:
    assert {t: set(entry["modes"]) - {NONE} for t, entry in LISTS.items()} == {t: set(m.split()) for t, m in PLOVER.items()}


def test_types_without_modes_have_none() -> None:
    without = [t for t in get_args(EventType) if not has_modes(t)]
    assert without == ["AGREE", "SUPPORT", "CONCEDE", "COOPERATE", "AID"]
    assert _mode("AID", "Norvia [sent] troops by drone.") == (None, "mode: none of this type", None)


def test_a_mode_rests_on_words() -> None:
    found = _mode("ASSAULT", "Men with machetes [attacked] the mill.")
    assert found == ("primitive", "mode: near", Span(9, 17))


def test_the_trigger_speaks_before_its_neighbours() -> None:
    assert _mode("ASSAULT", "After the bombing he was [beaten] with a rifle.").name == "beat"


def test_what_comes_after_a_weak_trigger_speaks_first() -> None:
    assert _mode("COERCE", "They [captured] the bridge.").name == "seize"
    assert _mode("COERCE", "They [captured] him.").name == "arrest"


def test_other_sentences_say_nothing() -> None:
    assert _mode("ASSAULT", "The drone flew off. Later two men were [killed]. A bomb lay there.") == (
        None,
        "mode: otherwise",
        None,
    )
