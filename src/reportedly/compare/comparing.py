"""Readings -> a comparison: bring together what tells of one happening, then judge the accounts two by two."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

from reportedly.compare.accounts import Account, Story, story_of
from reportedly.compare.background import is_background
from reportedly.compare.judge import ON_POINT, settle
from reportedly.compare.point import Scene, answered_by, at_most, features_of, is_reply, on_one_point
from reportedly.compare.records import Comparison, Group, Reason, Relation
from reportedly.compare.repeats import repetitions, reprints_of
from reportedly.compare.strands import Profile, Rarity, strands_of
from reportedly.compare.vectors import nearness
from reportedly.compare.verdicts import TAKEN_BACK, Pair, judge, speaks_for_the_same, what_became_of_demand
from reportedly.records import Document, Reading

OWN_VOICE = 0.55  # how surely a sentence of the paper's own must speak to an account's point to be one too
FEWEST = 3  # words that say something, in an account that is set against one of another story
LIKELY = 0.4  # that what is said of one account holds of another that says the same
SILENT = min(ON_POINT, TAKEN_BACK)  # how surely two accounts must have one point for any rule, or the judge, to say something
SURELY = 0.5  # that two accounts agree, for what is said of one to hold of the other


def compare(readings: Iterable[Reading]) -> Comparison:
    """All that stands between the accounts of these readings. Raises ModelError where the model is missing."""
    stories = sorted(map(story_of, readings), key=_when)
    profiles = [Profile(story) for story in stories]
    strands = strands_of(profiles, Rarity.among(profiles))
    return _joined(stories, [_compared([stories[i] for i in strand]) for strand in strands])


def compare_happening(readings: Iterable[Reading], concerned: Collection[str] | None = None) -> Comparison:
    """What stands between the accounts of stories that are known to be of one happening; a single story has one too.

    With ``concerned``, ids of documents, only what stands between their accounts and all others: so one more story costs what its
    own accounts cost.
    """
    return _compared(sorted(map(story_of, readings), key=_when), concerned)


def compare_with(candidates: Iterable[Reading], reading: Reading, rarity: Rarity | None = None) -> Comparison:
    """What a new story adds: the happening it tells of, with those of the candidates that tell of it too.

    ``candidates`` are stories that share a key (``keys_of``); their number bounds the cost. ``rarity`` tells in how many of all
    stories a word stands; without it the candidates alone are counted, too few to know. The relations are those of the new story.
    """
    stories = sorted(map(story_of, {r.document.id: r for r in (*candidates, reading)}.values()), key=_when)
    profiles = [Profile(story) for story in stories]
    new = next(n for n, story in enumerate(stories) if story.document.id == reading.document.id)
    strands = strands_of(profiles, rarity or Rarity.among(profiles))
    members = [stories[i] for i in next(strand for strand in strands if new in strand)]
    found = _joined(members, [_compared(members)])
    return replace(
        found,
        relations=tuple(r for r in found.relations if stories[new].document.id in (r.a.story, r.b.story)),
        reprints=tuple(pair for pair in found.reprints if any(d.id == reading.document.id for d in pair)),
        answers=tuple(r for r in found.answers if stories[new].document.id in (r.a.story, r.b.story)),
    )


def _joined(stories: Sequence[Story], parts: Sequence[Comparison]) -> Comparison:
    return Comparison(
        tuple(stories),
        tuple(group for part in parts for group in part.groups),
        tuple(relation for part in parts for relation in part.relations),
        tuple(pair for part in parts for pair in part.reprints),
        tuple(relation for part in parts for relation in part.answers),
    )


def _compared(stories: Sequence[Story], concerned: Collection[str] | None = None) -> Comparison:
    """The accounts of one happening."""
    reprints = reprints_of(stories)
    told = list(repetitions(stories, reprints, concerned))
    repeated = {relation.a for relation in told}
    accounts = [a for story in stories for a in story.accounts if not is_background(a) and a not in repeated]
    relations, answers, near = _judged(accounts, concerned) if accounts else ([], [], set())
    kept = {a for a in accounts if a.statement is not None or a in near}
    kept |= {r.a for r in told if r.a.statement is not None or r.b in kept}
    group = Group(tuple(a for story in stories for a in story.accounts if a in kept), tuple(s.document for s in stories))
    judged = [r for r in relations if r.a in kept and r.b in kept]
    return Comparison(
        tuple(stories), (group,) if group.accounts else (), (*told, *_garbled(told), *judged), tuple(reprints), tuple(answers)
    )


def _judged(
    accounts: Sequence[Account], concerned: Collection[str] | None = None
) -> tuple[list[Relation], list[Relation], set[Account]]:
    """The relations between accounts that assert something, what became of demands, and which speak to a point of another's."""
    scene = Scene(accounts)
    found: list[Relation] = []
    answers: list[Relation] = []
    near: set[Account] = set()
    for j, a in enumerate(accounts):
        for i, b in enumerate(accounts[:j]):
            if a.asserts_nothing or not worth_setting_against(a, b):
                continue
            if concerned is not None and a.story not in concerned and b.story not in concerned:
                continue
            if a.story != b.story and at_most(scene, i, j) < SILENT:
                continue
            if b.stance == "demands" and a.story != b.story:
                answers.extend(what_became_of_demand(pair_of(scene, i, j)))
            elif not b.asserts_nothing:
                pair = pair_of(scene, i, j)
                if pair.point < SILENT and not pair.reply:
                    continue
                rows = judge(pair)
                found.extend(settle(scene, i, j, pair, rows))
                if pair.point >= OWN_VOICE and rows and rows[0][0].kind != "cannot_tell":
                    near |= {a, b}
    return [*found, *_followed(found)], answers, near


def worth_setting_against(a: Account, b: Account) -> bool:
    """Whether two accounts can be set against each other: not one speaker's, nor the paper's own, in one story."""
    if a.story != b.story:
        return min(len(a.lemmas), len(b.lemmas)) >= FEWEST
    return not ((a.statement is None and b.statement is None) or speaks_for_the_same(a, b))


def pair_of(scene: Scene, i: int, j: int) -> Pair:
    accounts = scene.accounts
    a, b = accounts[j], accounts[i]
    reply = is_reply(accounts, i, j)
    best, around = scene.best_of_story(i, j) and scene.best_of_story(j, i), ""
    if reply:  # the nearest of those it may answer
        block, around = answered_by(accounts, j)
        best = max(block, key=lambda other: nearness(other.text, a.text)) is b
    point = on_one_point(features_of(scene, i, j))
    return Pair(a, b, point, reply, best, scene.rank(j, i), float(scene.wordless[i, j]), around)


def _followed(relations: Sequence[Relation]) -> list[Relation]:
    """What follows in one step: who disputes an account disputes those who say the same.

    "She asked for 300 million", "Her application came on Friday" agree; "we have asked nobody" disputes both.
    """
    judged = {frozenset((r.a, r.b)): r for r in relations if r.kind != "cannot_tell"}
    alike: dict[Account, list[Relation]] = {}
    for r in relations:
        if r.kind == "agrees" and r.confidence >= SURELY:
            alike.setdefault(r.a, []).append(r)
            alike.setdefault(r.b, []).append(r)
    found: dict[frozenset[Account], Relation] = {}
    for r in relations:
        if r.kind not in ("disputes", "differs_in_number", "reverses"):
            continue
        for end, other in ((r.a, r.b), (r.b, r.a)):
            for same in alike.get(end, ()):
                third = same.a if same.b is end else same.b
                pair = frozenset((third, other))
                if (
                    third is other
                    or pair in judged
                    or pair in found
                    or (third.story == other.story and speaks_for_the_same(third, other))
                ):
                    continue
                reason = Reason("says the same", "it says what the account does that is disputed", (third.span,), (other.span,))
                sure = r.confidence * same.confidence
                if sure < LIKELY or (r.kind == "differs_in_number" and not _other_figures(third, other)):
                    continue
                kind = r.kind if r.kind != "reverses" else "disputes"
                found[pair] = Relation(third, other, kind, sure, (*r.reasons, *same.reasons, reason))
    return list(found.values())


def _garbled(told: Sequence[Relation]) -> list[Relation]:
    """A repetition with another figure than its origin: 280,000 tonnes for 208,000."""
    found = []
    for r in told:
        if _other_figures(r.a, r.b):
            reason = Reason("garbled figure", "it repeats the other, with another figure", (r.a.span,), (r.b.span,))
            found.append(Relation(r.a, r.b, "differs_in_number", r.confidence, (reason,)))
    return found


def _other_figures(one: Account, other: Account) -> bool:
    together = [(f, g) for f in one.figures for g in other.figures if f.comparable(g)]
    return bool(together) and not any(f.meets(g) for f, g in together)


def to_scored(comparison: Comparison) -> dict[str, object]:
    """As plain JSON values, stories by name, passages by their offsets; ``cannot_tell`` of promises only."""
    return {
        "groups": [[_place(account) for account in group.accounts] for group in comparison.groups if len(group.stories) > 1],
        "relations": [
            {"a": _place(r.a), "b": _place(r.b), "relation": r.kind}
            for r in comparison.relations
            if r.kind != "cannot_tell" or r.of_promise
        ],
        "reprints": [[name_of(earlier), name_of(later)] for later, earlier in comparison.reprints],
    }


def _place(account: Account) -> dict[str, object]:
    return {"story": name_of(account.document), "start": account.span.start, "end": account.span.end}


def name_of(document: Document) -> str:
    """What a user calls a story: its file's name without the ending, else its id."""
    return Path(unquote(urlsplit(document.uri).path)).stem if document.uri else document.id


def _when(story: Story) -> tuple[str, str]:
    return (story.document.published or "9999", name_of(story.document))
