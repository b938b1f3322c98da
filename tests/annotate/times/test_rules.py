"""Each rule's examples are its tests; besides, what no rule may take for a time."""

from __future__ import annotations

from datetime import date

import pytest

from reportedly.annotate.times import find_times
from reportedly.annotate.times.find import TimeExpression, all_rules
from reportedly.records import Span

STORY, TOLD = date(2019, 10, 16), ("2019-09-30",)
RULES = [rule for rule in all_rules() if rule.type is not None]
EXAMPLES = [(rule.name, *example.split(" -> ")) for rule in RULES for example in rule.examples]
BARRED = [example for rule in all_rules() if rule.type is None for example in rule.examples]


def found_in(text: str) -> tuple[TimeExpression, ...]:
    return find_times(text, (Span(0, len(text)),))


@pytest.mark.parametrize(("name", "text", "value"), EXAMPLES, ids=[text for _, text, _ in EXAMPLES])
def test_rule_reads_its_example(name: str, text: str, value: str) -> None:
    found = found_in(text)
    assert (found[0].rule.name, ", ".join(each.value(STORY, TOLD) or "" for each in found)) == (name, value)


@pytest.mark.parametrize("text", BARRED)
def test_words_that_look_like_times(text: str) -> None:
    assert [(each.rule.name, text[slice(*each.span)]) for each in found_in(text)] == []


def test_every_rule_has_an_example_and_a_name_of_its_own() -> None:
    assert [rule.name for rule in all_rules() if not rule.examples] == []
    assert len({rule.name for rule in all_rules()}) == len(all_rules())


@pytest.mark.parametrize(
    "text",
    [
        "They may march on the ministry.",
        "It may cost 2,018 crowns, or 1,999.50.",
        "He fell in the second round.",
        "We sat down beside the spring.",
        "Bus No. 2019-10 left.",
        "Some 2000 soldiers fell and 1500 more people fled.",
        "He seconds the motion as soon as he can.",
        "A quarter of the votes; the quarter-final.",
        "The sun sat on the dec.",
        "Give him the once-over.",
    ],
)
def test_no_time(text: str) -> None:
    assert [text[slice(*each.span)] for each in found_in(text)] == []


@pytest.mark.parametrize("text", ["February 30", "9,999 years ago", "on the 31st", "in 9000 years' time.", "999 centuries ago"])
def test_what_lies_outside_the_calendar_has_no_date(text: str) -> None:
    values = [each.value(date(1, 2, 1)) for each in found_in(text)]
    assert all(value is None or value[0].isdigit() or value.startswith("P") for value in values)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("on Tuesday", "XXXX-WXX-2"),
        ("on Friday night", "XXXX-WXX-5TNI"),
        ("on 3 October", "XXXX-10-03"),
        ("in October", "XXXX-10"),
        ("last month", "PAST_REF"),
        ("next year", "FUTURE_REF"),
        ("tomorrow", "FUTURE_REF"),
        ("two weeks ago", "PAST_REF"),
        ("at Christmas", "XXXX-12-25"),
        ("in the third quarter", "XXXX-Q3"),
        ("at 4 p.m.", "XXXX-XX-XXT16:00"),
        ("in 2018", "2018"),
        ("a year later", "FUTURE_REF"),
    ],
)
def test_without_a_day_of_telling_values_are_as_exact_as_the_words(text: str, value: str) -> None:
    assert [each.value(None) for each in found_in(text)] == [value]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("They met on Friday.", "2019-10-11"),
        ("They will meet on Friday.", "2019-10-18"),
        ("The talks are scheduled for Friday.", "2019-10-18"),
        ("The election due on Friday is off.", "2019-10-18"),
        ("The vote will be held on Friday.", "2019-10-18"),
        ("The prize is to be given on Friday.", "2019-10-18"),
        ("The prize has been given on Friday.", "2019-10-11"),
        ("Talks that broke off resume on Friday.", "2019-10-18"),
        ("It may fall, two guests of Friday's dinner said.", "2019-10-11"),
        ("He said on Friday that it would rain.", "2019-10-11"),
        ("They said on Wednesday.", "2019-10-16"),
    ],
)
def test_tense_tells_which_friday(text: str, day: str) -> None:
    assert [each.value(STORY) for each in found_in(text)] == [day]
