"""The collection for comparing accounts is what its README says: sound, complete, and two halves that share nothing."""

import json
from collections import Counter
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from reportedly.read.known import known_beside

ACCOUNTS = Path(__file__).parents[2] / "benchmarks" / "accounts"
HALVES = ("tuning", "untouched")
RELATIONS = (
    *("agrees", "disputes", "differs_in_number", "differs_in_date", "differs_in_place"),
    *("repeats", "reverses", "fulfils", "breaks", "cannot_tell"),
)


@cache
def gold(half: str) -> Any:
    return json.loads((ACCOUNTS / half / "gold.json").read_text("utf8"))


@cache
def stories(half: str) -> dict[str, str]:
    return {path.stem: path.read_text("utf8") for path in sorted((ACCOUNTS / half / "stories").glob("*.txt"))}


def accounts(half: str) -> list[Any]:
    return [account for happening in gold(half)["happenings"] for account in happening["accounts"]]


def told(half: str) -> dict[str, set[str]]:
    """happening -> the stories that tell of it"""
    return {each["id"]: {account["story"] for account in each["accounts"]} for each in gold(half)["happenings"]}


def shared(one: str, other: str) -> float:
    """The share of the shorter story's runs of five words that the other story has too."""
    runs = [{tuple(words[n : n + 5]) for n in range(len(words) - 4)} for words in (one.split(), other.split())]
    return len(runs[0] & runs[1]) / min(map(len, runs))


@pytest.mark.parametrize("half", HALVES)
def test_every_quote_stands_once_in_its_story(half: str) -> None:
    quoted = accounts(half) + [each for each in gold(half)["distractors"] if "quote" in each]
    assert [each["quote"] for each in quoted if stories(half)[each["story"]].count(each["quote"]) != 1] == []


@pytest.mark.parametrize("half", HALVES)
def test_ids_are_used_once_and_resolve_within_their_happening(half: str) -> None:
    ids = [account["id"] for account in accounts(half)]
    assert [each for each, count in Counter(ids).items() if count > 1] == []
    for happening in gold(half)["happenings"]:
        own = {account["id"]: account for account in happening["accounts"]}
        assert {end for each in happening["relations"] for end in (each["a"], each["b"])} <= own.keys()
        repeated = {(each["a"], each["b"]) for each in happening["relations"] if each["relation"] == "repeats"}
        assert repeated == {(name, account["repeats"]) for name, account in own.items() if account["repeats"]}
    assert {each["looks_like"] for each in gold(half)["distractors"]} <= told(half).keys()


@pytest.mark.parametrize("half", HALVES)
def test_every_story_has_one_use_and_a_date(half: str) -> None:
    whole = [each["story"] for each in gold(half)["distractors"] if "quote" not in each] + gold(half)["unrelated"]
    assert sorted(whole + list(set().union(*told(half).values()))) == list(stories(half))
    for story in stories(half):
        assert known_beside(ACCOUNTS / half / "stories" / f"{story}.txt").published, story


@pytest.mark.parametrize("half", HALVES)
def test_demands_and_hypotheticals_assert_nothing(half: str) -> None:
    stance = {account["id"]: account["stance"] for account in accounts(half)}
    for each in (each for happening in gold(half)["happenings"] for each in happening["relations"]):
        if each["relation"] != "repeats":
            assert not {stance[each["a"]], stance[each["b"]]} & {"demands", "hypothetical"}, each
        if each["relation"] in ("fulfils", "breaks", "cannot_tell"):
            assert stance[each["b"]] == "promises", each


@pytest.mark.parametrize("half", HALVES)
def test_there_is_enough_of_everything(half: str) -> None:
    assert len(stories(half)) >= 36
    assert len(told(half)) >= 12
    assert all(len(where) >= 2 for where in told(half).values())
    assert len(gold(half)["distractors"]) >= 10
    kinds = Counter(each["relation"] for happening in gold(half)["happenings"] for each in happening["relations"])
    assert kinds.keys() == set(RELATIONS)
    assert kinds["disputes"] >= 25
    assert kinds["repeats"] >= 15
    assert len(gold(half)["reprints"]) >= 4
    assert all(80 <= len(text.split()) <= 250 for text in stories(half).values())


@pytest.mark.parametrize("half", HALVES)
def test_only_declared_reprints_share_their_text(half: str) -> None:
    """The reprints share 0.43 of their runs or more; a new report that takes over a paragraph of background 0.1 at most."""
    declared = {tuple(sorted(pair)) for pair in gold(half)["reprints"]}
    alike = {pair for pair in combinations(stories(half), 2) if shared(*(stories(half)[each] for each in pair)) > 0.25}
    assert alike == declared


def test_the_halves_share_no_speaker_and_no_text() -> None:
    tuning, untouched = ({account["speaker"] for account in accounts(half)} for half in HALVES)
    assert not tuning & untouched
    assert max(shared(one, other) for one in stories("tuning").values() for other in stories("untouched").values()) < 0.1
