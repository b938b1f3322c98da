"""Accounts compared as text for a terminal: each happening, its accounts side by side, and what they are to each other.

::

    Norway keeps mackerel quota · 4 stories · 3 independent voices · no. 12

      1  12 March 2024 · Ingrid Solvang · Northern Wire
         Norway will keep its mackerel quota at 280,000 tonnes this year
           = agrees with 3: both say the same of it · 75d12e1bfdd6
           ✕ disputes 4: one says no ("no such conversation") to what the other says · f18c2a7fd2a5

The name at the end of a verdict is what ``reportedly overrule`` knows it by.
"""

from __future__ import annotations

import textwrap
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from reportedly.show.when import in_words
from reportedly.show.wording import count, unsteered

if TYPE_CHECKING:
    from reportedly.ledger import Compared, Happening, Sequel, Testimony, Verdict

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
KINDS = {"promises": "promise", "demands": "demand"}


def render(compared: Compared, width: int) -> str:
    """Every happening, the last told of first."""
    parts = ["\n".join(_happening(one, width)) for one in compared.happenings]
    return "\n\n".join(parts) + ("\n" if parts else "")


def heading(one: Happening) -> str:
    """ "Norway keeps mackerel quota · 4 stories · 3 independent voices · no. 12"."""
    voices = count(len(one.witnesses), "independent voice")
    return " · ".join((unsteered(one.title), count(len(one.stories), "story"), voices, f"no. {one.number}"))


def _happening(one: Happening, width: int) -> list[str]:
    numbers = {account.id: number for number, account in enumerate(one.accounts, start=1)}
    related: dict[str, list[tuple[Verdict, bool]]] = defaultdict(list)
    for verdict in shown(one.verdicts):
        related[verdict.a.id].append((verdict, True))
        related[verdict.b.id].append((verdict, False))
    lines = _wrapped(heading(one), width, "")
    for account in one.accounts:
        lines += ["", f"{numbers[account.id]:>3}  {who_and_when(account)}", *_wrapped(account.words, width, "     ")]
        lines += [line for verdict, first in related[account.id] for line in _verdict(verdict, first, numbers, width)]
    return lines


def shown(verdicts: Iterable[Verdict]) -> Iterator[Verdict]:
    """The verdicts that tell anything."""
    return (verdict for verdict in verdicts if verdict.tells)


def who_and_when(account: Testimony) -> str:
    """ "12 March 2024 · Solvang › Thorvald · Northern Wire"."""
    told = (in_words(account.said_on) or "undated", chain_of(account), account.publisher)
    return unsteered(" · ".join(part for part in told if part))


def chain_of(account: Testimony) -> str:
    """ "Solvang › Thorvald"."""
    return " › ".join(name or "unnamed" for name in account.chain) or "the story itself"


def _verdict(verdict: Verdict, first: bool, numbers: Mapping[str, int], width: int) -> Iterator[str]:
    """What this account is to another; the reasons stand with the first of the two."""
    sign, active, passive = SIGNS[verdict.relation]
    other = numbers.get((verdict.b if first else verdict.a).id, 0)
    because = why(verdict) if first else ""
    yield from _wrapped(f"{sign} {active if first else passive} {other}{because and f': {because}'}", width, "       ")


def why(verdict: Verdict) -> str:
    """What a verdict rests on: the rules' sentences, or whose word it is; and its name."""
    decided = verdict.overruled
    if decided:
        said = f"so says {decided.who}" + (f": {decided.because}" if decided.because else "")
    else:
        said = "; ".join(reason.sentence for reason in verdict.reasons)
    return f"{said} · {verdict.id}"


def _wrapped(text: str, width: int, indent: str) -> list[str]:
    return textwrap.wrap(
        unsteered(" ".join(text.split())), max(width, 40), initial_indent=indent, subsequent_indent=indent + "  "
    )


def sequels(found: Iterable[Sequel], width: int) -> str:
    """Promises and demands, each with what became of it."""
    lines: list[str] = []
    for one in found:
        lines += _wrapped(f"{one.fate} · {KINDS[one.kind]} · {who_and_when(one.account)}", width, "")
        lines += _wrapped(one.account.words, width, "  ")
        for verdict in one.told:
            lines += _wrapped(f"{SIGNS[verdict.relation][0]} {who_and_when(verdict.a)}: {verdict.a.words}", width, "    ")
            lines += _wrapped(why(verdict), width, "      ")
        lines.append("")
    return "\n".join(lines)


def disputes(found: Iterable[Verdict], width: int) -> str:
    """Disputes, both sides and why."""
    lines: list[str] = []
    for verdict in found:
        for account in (verdict.a, verdict.b):
            lines += [*_wrapped(who_and_when(account), width, ""), *_wrapped(account.words, width, "  ")]
        lines += [*_wrapped(f"✕ {why(verdict)} · no. {verdict.happening}", width, "  "), ""]
    return "\n".join(lines)
