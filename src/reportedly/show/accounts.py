"""A comparison as text for a terminal: each happening, its accounts side by side, and what they are to each other.

::

    Norway keeps mackerel quota · 4 stories · 3 independent voices

    1  12 March 2024 · Ingrid Solvang
       Norway will keep its mackerel quota at 280,000 tonnes this year
       = 3 says the same: ...
       ✕ 4 disputes: "no such conversation" says no to what 4 says
"""

from __future__ import annotations

import textwrap
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from reportedly.show.when import in_words
from reportedly.show.wording import count, unsteered

if TYPE_CHECKING:
    from reportedly.compare import Account, Comparison, Group, Relation, Undertaking

# What the first account of a relation is to the second, and the second to the first.
SIGNS: Mapping[str, tuple[str, str, str]] = {
    "agrees": ("=", "agrees with", "agrees with"),
    "disputes": ("✕", "disputes", "disputes"),
    "differs_in_number": ("≠", "gives another number than", "gives another number than"),
    "differs_in_date": ("≠", "gives another date than", "gives another date than"),
    "differs_in_place": ("≠", "gives another place than", "gives another place than"),
    "repeats": ("»", "repeats", "is repeated by"),
    "reverses": ("↺", "takes back", "is taken back by"),
    "fulfils": ("✓", "says it was kept:", "is said to be kept by"),
    "breaks": ("✗", "says it was broken:", "is said to be broken by"),
    "cannot_tell": ("?", "speaks of, without an answer,", "is spoken of, without an answer, by"),
}


def render(comparison: Comparison, width: int) -> str:
    """Every happening that more than one voice tells of."""
    parts = [_group(group, comparison, width) for group in comparison.groups if len(group.accounts) > 1]
    return "\n\n".join("\n".join(lines) for lines in parts) + ("\n" if parts else "")


def _group(group: Group, comparison: Comparison, width: int) -> list[str]:
    from reportedly.compare import witnesses

    numbers = {account: number for number, account in enumerate(group.accounts, start=1)}
    related: dict[Account, list[tuple[Relation, bool]]] = defaultdict(list)
    for relation in comparison.relations:
        if relation.a in numbers and relation.b in numbers and (relation.kind != "cannot_tell" or relation.of_promise):
            related[relation.a].append((relation, True))
            related[relation.b].append((relation, False))
    voices = len(witnesses(group, comparison))
    title = unsteered(group.stories[0].title or group.accounts[0].text)
    lines = [f"{title} · {count(len(group.stories), 'story')} · {count(voices, 'independent voice')}"]
    for account, number in numbers.items():
        lines += ["", *_account(account, number, width)]
        lines += [line for relation, first in related[account] for line in _relation(relation, first, numbers, width)]
    return lines


def _account(account: Account, number: int, width: int) -> Iterator[str]:
    yield f"{number:>3}  {who_and_when(account)}"
    yield from _wrapped(account.text, width, "     ")


def who_and_when(account: Account) -> str:
    """ "12 March 2024 · Solvang › Thorvald · Northern Wire"."""
    chain = " › ".join(actor.name if actor else "unnamed" for actor in account.chain) or "the story itself"
    told = (in_words(account.said) or "undated", chain, account.document.publisher)
    return unsteered(" · ".join(part for part in told if part))


def _relation(relation: Relation, first: bool, numbers: Mapping[Account, int], width: int) -> Iterator[str]:
    """What this account is to another; the reasons stand with the first of the two."""
    sign, active, passive = SIGNS[relation.kind]
    other = numbers[relation.b if first else relation.a]
    reasons = ": " + "; ".join(reason.sentence for reason in relation.reasons) if first and relation.reasons else ""
    yield from _wrapped(f"{sign} {active if first else passive} {other}{reasons}", width, "       ")


def _wrapped(text: str, width: int, indent: str) -> list[str]:
    return textwrap.wrap(
        unsteered(" ".join(text.split())), max(width, 40), initial_indent=indent, subsequent_indent=indent + "  "
    )


def undertakings(found: tuple[Undertaking, ...], width: int) -> str:
    """Promises and demands, each with what became of it."""
    lines: list[str] = []
    for one in found:
        what = "promise" if one.account.stance == "promises" else "demand"
        lines += [f"{one.fate} · {what} · {who_and_when(one.account)}", *_wrapped(one.account.text, width, "  ")]
        for relation in one.told:
            sentence = "; ".join(reason.sentence for reason in relation.reasons)
            lines += _wrapped(f"{SIGNS[relation.kind][0]} {who_and_when(relation.a)}: {relation.a.text}", width, "    ")
            lines += _wrapped(sentence, width, "      ") if sentence else []
        lines.append("")
    return "\n".join(lines)


def disputes(found: tuple[Relation, ...], width: int) -> str:
    """Disputes, both sides and why."""
    lines: list[str] = []
    for relation in found:
        for account in (relation.a, relation.b):
            lines += [who_and_when(account), *_wrapped(account.text, width, "  ")]
        lines += [*_wrapped("✕ " + "; ".join(reason.sentence for reason in relation.reasons), width, "  "), ""]
    return "\n".join(lines)
