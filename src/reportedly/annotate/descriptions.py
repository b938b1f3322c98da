"""What is said of somebody beside or instead of a name: "the Norwegian foreign minister" is a minister, foreign, of Norway."""

from __future__ import annotations

from dataclasses import dataclass

from reportedly.annotate.countries import Country, atlas
from reportedly.annotate.lexicon import lexicon
from reportedly.annotate.tokens import Token, Tokens
from reportedly.records import Span

NOWHERE = Span(0, 0)

# A rank as it stands before a name, and the noun that the story goes on with: "Gen. Okello ... the general".
RANKS = {
    "adm": "admiral", "brig": "brigadier", "capt": "captain", "cmdr": "commander", "col": "colonel", "cpl": "corporal",
    "dr": "doctor", "gen": "general", "gov": "governor", "insp": "inspector", "lt": "lieutenant", "maj": "major",
    "prof": "professor", "rep": "representative", "rev": "reverend", "sen": "senator", "sgt": "sergeant",
    "supt": "superintendent",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Description:
    """The Norwegian (NO) foreign (modifier) minister (head)."""

    head: str  # singular, lower case; "" where there is none
    modifiers: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()  # ISO 3166 codes
    span: Span = NOWHERE


def describe(tokens: Tokens, at: range) -> Description:
    """Read a run of words without article: the last noun for a person or body before any preposition is its head."""
    words = lexicon()
    head, modifiers, states = "", set[str](), set[str]()
    settled = False  # the head stands before the first "of": the minister | of the interior ministry
    for i in at:
        token = tokens[i]
        settled = settled or (bool(head) and token.lower in words["preposition"])
        if state := _state(tokens, i, at):
            states.add(state.iso3166)
        elif words.kind_of(token.lower) and not settled and not (token.lower == "general" and head):  # "director general"
            modifiers |= {head} - {""}
            head = words.singular(token.lower)
        elif token.lower not in words["function"]:
            modifiers.add(token.lower)
    return Description(head, frozenset(modifiers), frozenset(states), tokens.span(at) if at else NOWHERE)


def _state(tokens: Tokens, i: int, at: range) -> Country | None:
    """The state that a word names by itself or with the next: ``Sri Lankan``, ``Norwegian``, ``Oslo``."""
    token = tokens[i]
    if not token.capital:
        return None
    pair = f"{token.word} {tokens[i + 1].word}" if i + 1 in at else ""
    return (atlas().of_people(pair) if pair else None) or state_of(token)


def state_of(token: Token) -> Country | None:
    """The state that one word names as itself, its people or its capital."""
    return atlas().of_people(token.word) or atlas().ruled_from(token.word) if token.capital else None


def rank_of(tokens: Tokens, title: Description) -> Description | None:
    """What the last abbreviated rank of a title says in full: a colonel of ``Lt. Col.``."""
    ranks = [RANKS[tokens[i].lower] for i in tokens.within(title.span) if tokens[i].lower in RANKS]
    return Description(ranks[-1], countries=title.countries, span=title.span) if ranks else None


def title_words(tokens: Tokens, title: Description) -> str:
    """A title as printed, without state and honorific: ``Foreign Minister`` of "Norwegian Foreign Minister"."""
    at = tokens.within(title.span)
    honorific = lexicon()["honorific"]
    while at and (state_of(tokens[at[0]]) or (tokens[at[0]].lower in honorific and len(at) > 1)):
        at = at[1:]
    return tokens.words(at)
