from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings

from reportedly.export import FORMATS
from reportedly.export.ftm import entities_of
from reportedly.records import Actor, Reading
from tests.test_serialize import readings

Entity = dict[str, Any]
# The library is no part of the usual setup, because it compiles bindings of ICU: scripts/setup dev formats
model: Any = pytest.importorskip("followthemoney", reason="the group formats is not installed").model


def entities(*given_readings: Reading) -> list[Entity]:
    out = io.BytesIO()
    FORMATS["ftm"].write(given_readings, out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def sorted_values(entity: Entity) -> dict[str, list[str]]:
    return {name: sorted(values) for name, values in entity["properties"].items()}


def check_links(found: list[Entity]) -> None:
    """Whatever names an entity names one that is there and of the schema that the property wants."""
    schemata = {entity["id"]: model[entity["schema"]] for entity in found}
    for entity in found:
        for name, values in entity["properties"].items():
            wanted = model[entity["schema"]].properties[name].range
            if wanted:
                assert all(schemata[value].is_a(wanted) for value in values), (entity["schema"], name)


def test_the_library_takes_every_value_as_it_is(examples: list[Reading], river: Reading) -> None:
    for entity in entities(*examples, river):
        proxy = model.get_proxy(entity, cleaned=False)  # drops or alters what is no value of its property
        assert sorted_values(proxy.to_dict()) == sorted_values(entity)
        whole: Any = proxy.to_dict()
        proxy.schema.validate(whole)
        assert set(proxy.schema.required) <= entity["properties"].keys()
    check_links(entities(*examples, river))


@settings(max_examples=100, deadline=None)
@given(readings())
def test_any_reading_gives_valid_entities(reading: Reading) -> None:
    found: list[Any] = list(entities_of(reading))
    for entity in found:
        schema = model[entity["schema"]]
        assert schema.validate(entity) is None
        assert entity["properties"].keys() <= schema.properties.keys()
        assert set(schema.required) <= entity["properties"].keys()
    check_links(found)


@pytest.mark.parametrize("name", ["\xad", "\u200b", '""', "'\u2060'", " "])
def test_an_actor_of_no_visible_name_has_one_all_the_same(river: Reading, name: str) -> None:
    nameless = replace(river, actors=(replace(river.actors[0], name=name), *river.actors[1:]))
    for entity in entities_of(nameless):
        assert model[entity["schema"]].validate(entity) is None


def by_schema(found: list[Entity], schema: str) -> list[dict[str, list[str]]]:
    return [entity["properties"] for entity in found if entity["schema"] == schema]


def test_a_statement_is_an_act_of_its_speaker(river: Reading) -> None:
    found = entities(river)
    promise = next(e for e in found if e["properties"].get("recordId") == ["s5"])
    story = "reportedly-" + river.document.id.removeprefix("sha256:")
    assert promise == {
        "id": f"{story}-statement-s5",
        "schema": "Event",
        "properties": {
            "name": ["Statement by Tomas Okafor"],
            "summary": ["According to Mara Lindqvist > Tomas Okafor"],
            "description": ["that his engineers would share their measurements"],
            "date": ["2023-10"],
            "location": ["at a meeting"],
            "organizer": [f"{story}-actor-a4"],
            "keywords": ["statement", "indirect"],
            "recordId": ["s5"],
            "publisher": ["Northern Wire"],
            "proof": [story],
        },
    }


def test_only_what_is_asserted_is_an_event(river: Reading) -> None:
    found = entities(river)
    statuses = {entity["schema"]: set[str]() for entity in found}
    for entity in found:
        if "event" in entity["properties"].get("keywords", []):
            statuses[entity["schema"]].add(entity["properties"]["summary"][0].split(",")[0])
    assert statuses["Event"] == {"Asserted"}
    assert statuses["Note"] == {"Future", "Demanded", "Denied"}


def test_kinds_of_actors(tell: Callable[..., Any]) -> None:
    story = tell("Norway met Ada.")
    links = {"iso3166": "NO", "wikidata": "Q20", "ledger": "17"}
    story.actors += [Actor("a1", "Norway", "country", links), Actor("a2", "They", "group")]
    found = entities(story.reading())
    assert by_schema(found, "PublicBody") == [
        {"name": ["Norway"], "country": ["no"], "wikidataId": ["Q20"], "proof": [found[0]["id"]]}
    ]
    assert [entity["id"] for entity in found if entity["schema"] == "PublicBody"] == ["reportedly-actor-17"]
    assert by_schema(found, "LegalEntity") == [{"name": ["They"], "proof": [found[0]["id"]]}]


def test_an_actor_of_two_stories_is_merged(tell: Callable[..., Any]) -> None:
    stories = [tell("Ada, the chair, left."), tell("Ada, the judge, came.")]
    for story, title in zip(stories, ("chair", "judge"), strict=True):
        actor = story.actor("Ada", role=(title, story.actor("x", "other")))
        story.actors = [Actor("a1", "Ada", "person", {"ledger": "17"}, actor.roles, actor.mentions), story.actors[0]]
    found = entities(*(story.reading() for story in stories))
    first, second = (model.get_proxy(entity) for entity in found if entity["schema"] == "Person")
    assert sorted(first.merge(second).get("position")) == ["chair", "judge"]
    mentions = [entity["id"] for entity in found if entity["schema"] == "Mention"]
    assert len(set(mentions)) == len(mentions) == 2


@pytest.mark.parametrize(
    ("time", "date"),
    [
        ("2021", "2021"), ("2021-10", "2021-10"), ("2021-10-03", "2021-10-03"), ("2021-FA", "2021"), ("2021-W16", "2021"),
        ("2021-02-31", "2021"), ("202X", None), ("P2M", None), ("PRESENT_REF", None), ("0000", None),
        ("2021-10-03T12:00", "2021-10-03"),
    ],
)  # fmt: skip
def test_times_are_as_much_of_a_date_as_they_are(tell: Callable[..., Any], time: str, date: str | None) -> None:
    story = tell("They met.")
    story.happens("met", "CONSULT", time=time)
    (event,) = by_schema(entities(story.reading()), "Event")
    assert event.get("date") == ([date] if date else None)
