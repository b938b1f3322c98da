"""How likely two accounts contradict each other, or say the same: evidence, weighed with learned weights.

Rules (``verdicts.py``) find what is said in like words; most contradictions are not ("nobody left the hall", "the Serbian chairs
emptied"). So all that speaks for and against is measured, the verdict of the rules with it, and weighed: a logistic regression
for each kind, fitted by ``training/judge.py`` on pairs of accounts that people judged. What it finds is said with its evidence.

>>> weigh({"near": 0.7, "one says no": 1.0})["disputes"] > weigh({"near": 0.1})["disputes"]
True
"""

from __future__ import annotations

import datetime
import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files

from reportedly.compare.accounts import Account
from reportedly.compare.cues import cues
from reportedly.compare.point import Scene, features_of, opposites
from reportedly.compare.records import Reason, Relation, RelationKind
from reportedly.compare.vectors import nearness
from reportedly.compare.verdicts import Pair, a_no, against, moments_differ, places_of, words_of
from reportedly.compare.words import senses_of_english
from reportedly.matching.terms import names_of
from reportedly.records import Span

LONG = 30  # days, words: beyond which more tells nothing more
LIKELY: Mapping[RelationKind, float] = {"disputes": 0.42, "agrees": 0.3, "differs_in_number": 0.05}
"""How probable a verdict must be to be given; chosen on the packs and the tuning half."""
ON_POINT = 0.2  # how likely two accounts must speak to one point for a verdict that no rule found

QUANTITY = re.compile(
    r"\b(?:all|every|everyone|everybody|each|none|nobody|no one|nothing|no|not one|not a single|never|always|only|both|neither"
    r"|any|anyone|whole|entire|full|empty)\b",
    re.IGNORECASE,
)
FIRST_PERSON = re.compile(r"\b(?:I|[Ww]e|[Oo]ur|[Mm]y|us|me|ours|mine)\b")
PRONOUN = re.compile(r"(?:it|he|she|they|this|that)\b", re.IGNORECASE)

Evidence = dict[str, float]


def evidence_of(scene: Scene, i: int, j: int, pair: Pair, found: Sequence[Relation]) -> Evidence:
    """All that is measured of accounts ``j`` (the later, ``pair.a``) and ``i``; ``found`` is what the rules say of them."""
    measured = features_of(scene, i, j)
    measured |= _alikeness(scene, i, j)
    measured |= _contrariety(pair.a, pair.b, measured["near"])
    measured |= _figures(pair.a, pair.b)
    measured |= _voices(pair)
    measured |= _manner(pair.a, pair.b)
    kinds = {"disputes" if relation.kind == "reverses" else relation.kind for relation in found}
    return measured | {f"rule {kind}": float(kind in kinds) for kind in SAID_BY_RULES}


SAID_BY_RULES: tuple[RelationKind, ...] = (
    "disputes", "agrees", "differs_in_number", "differs_in_date", "differs_in_place", "cannot_tell", "fulfils", "breaks",
)  # fmt: skip


def _alikeness(scene: Scene, i: int, j: int) -> Evidence:
    """How near both are, by themselves and against all others of the happening."""
    a, b = scene.accounts[j], scene.accounts[i]
    near = float(scene.nearness[i, j])
    rarity = senses_of_english().rarity
    shared = set(a.lemmas) & set(b.lemmas)
    return {
        "sentences near": nearness(sentence_of(a), sentence_of(b)),
        "nearer than to others": near - max(scene.hub[i], scene.hub[j]),
        "others nearer": min(5.0, float((scene.nearness[j] > near).sum() - 1)),
        "words shared": min(4.0, float(len(shared))),
        "rarest shared": max((rarity(word) for word in shared), default=0.0),
    }


def _contrariety(a: Account, b: Account, near: float) -> Evidence:
    """Negation, denial, contrary words, all against none."""
    contrary = opposites(a, b)
    rarity = senses_of_english().rarity
    denial = any(cues().has("denial", f"{x.cue} {x.text}") for x in (a, b))
    quantity = [bool(QUANTITY.search(x.text)) for x in (a, b)]
    differs = a.negated != b.negated
    return {
        "one says no": float(differs),
        "one says no, near": near * differs,
        "both say no": float(a.negated and b.negated),
        "one is denied": float(a.denied != b.denied),
        "contrary words": min(2.0, float(len(contrary))),
        "contrary and rare": max((rarity(w) + rarity(v) for w, v in contrary), default=0.0),
        "denial": float(denial),
        "denial, near": near * denial,
        "one of all or none": float(quantity[0] != quantity[1]),
    }


def _figures(a: Account, b: Account) -> Evidence:
    together = [(f, g) for f in a.figures for g in b.figures if f.comparable(g)]
    meet = any(f.meets(g) for f, g in together)
    return {
        "figures meet": float(meet),
        "figures differ": float(bool(together) and not meet),
        "both have figures": float(bool(a.figures and b.figures)),
        "times differ": float(moments_differ(a, b)),
        "places differ": float(bool(_places(a) and _places(b)) and not _places(a) & _places(b)),
    }


def _places(account: Account) -> set[str]:
    return {name for name, _ in places_of(account)}


def _voices(pair: Pair) -> Evidence:
    """Who speaks, of whom, and when."""
    a, b = pair.a, pair.b
    days = _days(a, b)
    told = [set(names_of(x.text)) for x in (a, b)]
    roles = [{word for word in names_of(x.source) if len(word) > 3} for x in (a, b)]
    one_voice = float(pair.one_voice)
    return {
        "one voice": one_voice,
        "one voice, near": one_voice * nearness(a.text, b.text),
        "days after": days,
        "days between": abs(days),
        "same day": float(days == 0),
        "names the other": float(_last_name(b) in told[0]),
        "is named": float(_last_name(a) in told[1]),
        "speaks of the other's office": min(3.0, float(len(roles[1] & told[0]) + len(roles[0] & told[1]))),
        "like offices": min(3.0, float(len(roles[0] & roles[1]))),
        "point": math.log(0.01 + pair.point),
    }


def _days(a: Account, b: Account) -> float:
    try:
        days = (datetime.date.fromisoformat((a.said or "")[:10]) - datetime.date.fromisoformat((b.said or "")[:10])).days
    except ValueError:
        return 1.0
    return float(max(-LONG, min(LONG, days)))


def _last_name(account: Account) -> str:
    words = names_of(account.speaker.name) if account.speaker else []
    return words[-1] if words else ""


def _manner(a: Account, b: Account) -> Evidence:
    """In which form both are said."""
    sentences = sentence_of(a), sentence_of(b)
    first = [bool(FIRST_PERSON.search(x.text)) for x in (a, b)]
    return {
        "one of himself": float(first[0] != first[1]),
        "contrast": float(any(cues().has("contrast", words) for words in sentences)),
        "concession": float(cues().has("concession", sentences[0])),
        "kept": float(cues().has("kept", sentences[0])),
        "broken": float(cues().has("broken", sentences[0])),
        "pending": float(cues().has("pending", a.text)),
        "later promises": float(a.stance == "promises"),
        "earlier promises": float(b.stance == "promises"),
        "later begins with pronoun": float(bool(PRONOUN.match(a.text))),
        "earlier begins with pronoun": float(bool(PRONOUN.match(b.text))),
        "words of the later": min(LONG, float(len(a.lemmas))),
        "words of the earlier": min(LONG, float(len(b.lemmas))),
        "fewer words": min(LONG, float(len(a.lemmas)), float(len(b.lemmas))),
        "names in the later": min(4.0, float(len(a.names))),
        "names in the earlier": min(4.0, float(len(b.names))),
    }


def sentence_of(account: Account) -> str:
    """The sentence around a passage, attribution and all."""
    return account.document.text[account.sentence.start : account.sentence.end]


def weigh(evidence: Mapping[str, float]) -> dict[str, float]:
    """How probable each kind of verdict is, 0..1, calibrated; evidence that is missing counts as nothing found."""
    return {
        kind: 1 / (1 + math.exp(-(table["bias"] + sum(table.get(name, 0.0) * value for name, value in evidence.items()))))
        for kind, table in weights().items()
    }


@cache
def weights() -> Mapping[str, Mapping[str, float]]:
    """For each kind what each piece of evidence weighs, and the bias."""
    found: dict[str, dict[str, float]] = json.loads(
        (files("reportedly.compare") / "lang" / "en" / "judge_weights.json").read_text("utf8")
    )
    return found


def settle(scene: Scene, i: int, j: int, pair: Pair, rows: Sequence[Sequence[Relation]]) -> list[Relation]:
    """The verdicts on a pair, each with its probability: those of the rules that hold, and what evidence tells without a rule.

    ``rows`` is what the rules say (``verdicts.judge``); where the evidence does not bear out the first, the next is heard.
    """
    first = rows[0] if rows else []
    if any(relation.of_promise for relation in first):
        return list(first)
    sure = weigh(evidence_of(scene, i, j, pair, first))
    found = [relation for row in rows for relation in row]
    likely = {kind: sure[kind] - least for kind, least in LIKELY.items() if sure[kind] >= least}
    if not _by_rule(found, "differs_in_number"):
        likely.pop("differs_in_number", None)
    told = [relation for relation in found if relation.kind in ("differs_in_date", "differs_in_place")]
    if told:
        likely.pop("agrees", None)
    best = max(likely, key=lambda kind: likely[kind], default=None)
    if best is not None and (pair.point >= ON_POINT or _by_rule(found, best)):
        verdict = _verdict(pair, best, round(sure[best], 3), found)
        return [*told, verdict] if best == "differs_in_number" else [verdict]
    return told or [_unsettled(pair, relation) for relation in found[:1]]


def _by_rule(found: Sequence[Relation], kind: RelationKind) -> Relation | None:
    """The rules' own verdict of this kind."""
    alike = ("disputes", "reverses") if kind == "disputes" else (kind,)
    return next((relation for relation in found if relation.kind in alike), None)


def _verdict(pair: Pair, kind: RelationKind, sure: float, found: Sequence[Relation]) -> Relation:
    ruled = _by_rule(found, kind)
    if ruled is not None:
        return replace(ruled, confidence=sure)
    if kind == "disputes":
        return Relation(pair.a, pair.b, against(pair), sure, (*_pieces(pair), _weighed(pair, "cannot both be true", sure)))
    return Relation(pair.a, pair.b, kind, sure, (_weighed(pair, "say the same", sure),))


def _weighed(pair: Pair, what: str, sure: float) -> Reason:
    """The verdict that rests on all evidence together and on no rule."""
    sentence = f"the judge finds, {sure:.0%} sure, that the two {what}"
    return Reason("weighed", sentence, (pair.a.span,), (pair.b.span,))


def _pieces(pair: Pair) -> tuple[Reason, ...]:
    """The words in which the contrary shows, as far as there are such."""
    a, b = pair.a, pair.b
    pieces = []
    if a.negated != b.negated:
        pieces.append(Reason("says no", "one says no and the other does not", a_no(a), a_no(b)))
    for mine, yours in opposites(a, b)[:1]:
        sentence = f'"{mine}" is the contrary of "{yours}"'
        pieces.append(Reason("contrary words", sentence, words_of(a, mine), words_of(b, yours)))
    one, other = (QUANTITY.search(x.text) for x in (a, b))
    if one and other and one[0].lower() != other[0].lower():
        sentence = f'"{one[0]}" stands against "{other[0]}"'
        pieces.append(Reason("all or none", sentence, (_at(a, one),), (_at(b, other),)))
    return tuple(pieces)


def _at(account: Account, match: re.Match[str]) -> Span:
    return Span(account.span.start + match.start(), account.span.start + match.end())


def _unsettled(pair: Pair, relation: Relation) -> Relation:
    """A verdict of the rules that the evidence does not bear out."""
    if relation.kind == "cannot_tell":
        return relation
    reason = replace(
        relation.reasons[0], rule="not borne out", sentence=f"not borne out by the rest: {relation.reasons[0].sentence}"
    )
    return Relation(pair.a, pair.b, "cannot_tell", relation.confidence, (reason,))
