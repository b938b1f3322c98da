from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reportedly.records import Evidence, Reading, Span
from reportedly.show import explain


def told(reasons: list[explain.Reason]) -> list[str]:
    return [" · ".join(explain.line(reason)) for reason in reasons]


def test_an_event_tells_for_each_field_model_or_rule_and_words(river: Reading) -> None:
    assert told(explain.of_event(river.events[1], river.document)) == [
        "trigger “accusing” [193, 201]",
        "type ACCUSE, verbal conflict · model, 91% · “accusing” [193, 201]",
        "target Estvale · rule object of the cue · “neighbouring Estvale” [202, 222]",
        "according to the story itself",
        "confidence 90%",
    ]


def test_every_field_has_a_value(tell: Callable[..., Any]) -> None:
    story = tell("He said they met in Velden.", published="2024-03-12")
    he = story.actor("He")
    said = story.says(he, "they met in Velden", cue="said")
    fields: tuple[Any, ...] = ("type", "mode", "contexts", "source", "target", "statement", "status", "time", "place")
    evidence = tuple(Evidence(field, "first_found") for field in fields)
    empty = story.happens("met", "CONSULT", evidence=evidence)
    full = story.happens(
        "met", "CONSULT", he, target=(he,), mode="visit", contexts=("diplomatic", "health"), statement=said, time="2021-FA",
        place="Velden", evidence=evidence,
    )  # fmt: skip
    assert told(explain.of_event(empty, story.document))[1:-2] == [
        "type CONSULT, verbal cooperation · rule first_found",
        "mode none · rule first_found",
        "contexts none · rule first_found",
        "source nobody named · rule first_found",
        "target nobody named · rule first_found",
        "statement the story itself · rule first_found",
        "status asserted · rule first_found",
        "time not known · rule first_found",
        "place not known · rule first_found",
    ]
    assert told(explain.of_event(full, story.document))[2:-1] == [
        "mode visit · rule first_found",
        "contexts diplomatic, health · rule first_found",
        "source He · rule first_found",
        "target He · rule first_found",
        "statement s1 · rule first_found",
        "status asserted · rule first_found",
        "time 2021-FA (autumn 2021) · rule first_found",
        "place Velden · rule first_found",
        "according to He",
    ]


def test_a_value_is_told_once_and_what_nothing_was_found_of_not_at_all(tell: Callable[..., Any]) -> None:
    story = tell("Ann and Bo met.")
    ann, bo = story.actor("Ann"), story.actor("Bo")
    evidence = (
        Evidence("source", "model", Span(0, 3), 0.8),
        Evidence("source", "model", Span(8, 10), 0.625),
        Evidence("place", "none"),
    )
    assert told(explain.of_event(story.happens("met", "CONSULT", ann, bo, evidence=evidence), story.document)) == [
        "trigger “met” [11, 14]",
        "source Ann, Bo · model, 80% · “Ann” [0, 3]",
        "source “Bo” [8, 10] · model, 62%",
        "according to the story itself",
        "confidence 90%",
    ]


def test_a_time_tells_its_rule_and_interval(river: Reading) -> None:
    assert told(explain.of_time(river.times[1], river.document)) == [
        "value DATE 2023-WI (winter 2023) · rule season · “all winter” [297, 307]",
        "interval from 2023-12-01 to before 2024-03-01",
        "confidence 90%",
    ]


def test_a_duration_denotes_no_interval(tell: Callable[..., Any]) -> None:
    story = tell("It took two months.")
    assert told(explain.of_time(story.when("two months", "P2M", type="DURATION"), story.document)) == [
        "value DURATION P2M (2 months) · rule by hand · “two months” [8, 18]",
        "confidence 90%",
    ]


def test_a_statement_tells_its_model_and_words(river: Reading) -> None:
    assert told(explain.of_statement(river.statements[4], river)) == [
        "statement s5 · model, 84%",
        "speaker Tomas Okafor · “Estvale's prime minister, Tomas Okafor” [484, 522]",
        "cue “promised” [524, 532]",
        "venue “at a meeting” [533, 545]",
        "said on 2023-10",
        "reported within s4",
    ]


def test_the_model_is_named_where_the_reading_names_it(tell: Callable[..., Any]) -> None:
    story = tell("It rains.")
    statement = story.says(None, "It rains", confidence=0.5)
    reading = Reading(story.document, (), (statement,), produced_by={"models": {"attribution": "attribution-7f"}})
    assert told(explain.of_statement(statement, reading)) == ["statement s1 · model attribution-7f, 50%"]


def test_words_without_a_value_are_all_that_is_told() -> None:
    assert explain.line(explain.Reason("cue", "", words="said", span=Span(0, 4))) == ["cue “said” [0, 4]"]
