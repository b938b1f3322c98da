"""Whether an actor of a story is one that the ledger knows: comparisons, each of one thing, with a sentence for people.

``COMPARISONS`` is the whole of it. Each comparison looks at one thing and returns what it is worth, or a contradiction; what they
are worth is added up. A link needs ``ENOUGH``, no contradiction, and nobody else who fits about as well (``linking.py``): no link
is better than a wrong one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from reportedly.annotate.countries import atlas
from reportedly.ledger.actors.dossier import Dossier
from reportedly.ledger.actors.names import Likeness, body_name, is_acronym, is_distinctive, likeness, person_name
from reportedly.ledger.actors.titles import contradict, head_of, is_specific
from reportedly.ledger.actors.traits import Traits

ENOUGH = 0.75  # of 1, for a link
MARGIN = 0.1  # by which the best must be better than the next
MARGIN_OF_PART = 0.2  # the same, where only a part of the name is printed

# What each finding is worth. A full name needs one thing more that agrees; a surname alone needs three things, or a title held
# in a state, and the state.
IDENTIFIER = 1.0
LONG_NAME = 0.7  # the same name of three words
NAME = 0.6
LONGER = 0.55  # Recep Erdogan, Recep Tayyip Erdogan
SPELLING = 0.5
INITIAL = 0.4
MISPRINT = 0.35
PART = 0.3
BODY = 0.8  # a body whose name says which it is
ONE_WORD = 0.65
COMMON_BODY = 0.5  # Ministry of Health
ACRONYM = 0.55
OFFICE = 0.35  # the same title in the same state or body
TITLE = 0.2  # foreign minister
NOUN = 0.1  # minister
COUNTRY = 0.2
COUNTRY_OF_BODY = 0.3
MOST_COMPANY = 0.3
NAMED_WITH = 0.15  # somebody else who is named in both
NAMED_WITH_BUSY = 0.08  # somebody whom everybody is named with: the UN
NAMED_WITH_STATE = 0.05

NO_NAME = "another name"

EVERYWHERE = frozenset({"wikidata:Q1065", "wikidata:Q458"})  # the UN and the EU

WORTH: dict[Likeness, tuple[float, str]] = {
    "same": (NAME, "the same full name"),
    "spelling": (SPELLING, "the same name in another spelling"),
    "longer": (LONGER, "the same name, once without a middle name"),
    "initial": (INITIAL, "the same surname, with the initial of the first name"),
    "close": (MISPRINT, "the same name but for a letter or two"),
    "part": (PART, "a part of the name"),
    "different": (0.0, ""),
    "contrary": (0.0, ""),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """What one comparison found: what it is worth, and why in words. ``against``: it cannot be the same."""

    worth: float
    sentence: str
    against: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """What all comparisons found."""

    score: float  # 0..1
    reasons: tuple[str, ...]
    against: str | None = None  # the contradiction, if there is one
    by_part: bool = False  # the name is printed in part

    @property
    def enough(self) -> bool:
        return self.against is None and self.score >= ENOUGH


Comparison = Callable[[Traits, Dossier], Finding | None]


def identifiers(story: Traits, known: Dossier) -> Finding | None:
    """The same number in a register, or another one."""
    for register in ("iso3166", "wikidata", "lei"):
        here, there = story.links.get(register), known.links.get(register)
        if here and there:
            if here == there:
                return Finding(IDENTIFIER, f"the same identifier: {register} {here}")
            return Finding(0, f"another identifier: {register} {there}, not {here}", against=True)
    return None


def names(story: Traits, known: Dossier) -> Finding | None:
    """The likeness of the likest names."""
    if "body" in (story.sort, known.sort):
        return _body_names(story, known) or Finding(0, NO_NAME, against=True)
    found = [(*WORTH[how], how, other) for name in story.names for other in known.names if (how := likeness(name, other))]
    worth, sentence, how, other = max(found, default=(0.0, "", "different", ""))
    if not worth or any(how == "contrary" for _, _, how, _ in found):
        return Finding(0, NO_NAME, against=True)
    if how == "same" and len(person_name(other).words) == 1:
        return Finding(PART, "the same name of one word")
    if how == "same" and len(person_name(other).words) > 2:
        return Finding(LONG_NAME, "the same full name of several words")
    return Finding(worth, sentence if how == "same" else f"{sentence} ({other})")


def _body_names(story: Traits, known: Dossier) -> Finding | None:
    """The same name of a body, once or always as an acronym."""
    here = {body_name(name).key: name for name in story.names}
    shared = [name for other in known.names if (name := here.get(body_name(other).key))]
    whole = next((name for name in shared if not is_acronym(name)), None)
    if whole is None:
        if not shared:
            return None
        short = len(shared[0].replace(".", "")) < 3
        return Finding(COMMON_BODY if short else ACRONYM, f"the same acronym, {shared[0]}")
    if len(body_name(whole).words) == 1:
        return Finding(ONE_WORD if is_distinctive(whole) else PART, "the same name of one word")
    if is_distinctive(whole):
        return Finding(BODY, "the same name")
    return Finding(COMMON_BODY, "the same name, which others may bear too")


def roles(story: Traits, known: Dossier) -> Finding | None:
    """The same title in the same place, the same title, the same noun; or one that nobody has who has the other."""
    here, there = story.values("role"), known.of("role")
    if shared := sorted(here & there.keys(), key=lambda role: (not role.endswith("@"), is_specific(role), role)):
        offices = [role for role in shared if not role.endswith("@")]
        if offices:
            return Finding(OFFICE, f"{_printed(offices[-1])} in both")
    titles, known_titles = {role.partition("@")[0] for role in here}, {role.partition("@")[0] for role in there}
    for title in sorted(titles):
        if known_titles and all(contradict(title, other) for other in known_titles):
            return Finding(0, f"{title} here, {min(known_titles)} there", against=True)
    if specific := sorted(title for title in titles & known_titles if is_specific(title)):
        return Finding(TITLE, f"{specific[0]} in both")
    if nouns := sorted({head_of(title) for title in titles} & {head_of(title) for title in known_titles}):
        return Finding(NOUN, f"{nouns[0]} in both")
    return None


def countries(story: Traits, known: Dossier) -> Finding | None:
    """The same state, or others."""
    here, there = story.values("country"), known.of("country")
    if not here or not there:
        return None
    if shared := sorted(here & there.keys()):
        worth = COUNTRY_OF_BODY if "body" in (story.sort, known.sort) else COUNTRY
        return Finding(worth, f"of {_state(shared[0])} in both")
    return Finding(0, f"of {_state(min(here))} here, of {_state(min(there))} there", against=True)


def gender(story: Traits, known: Dossier) -> Finding | None:
    """A woman here and a man there."""
    here, there = story.values("gender"), known.of("gender")
    if here and there and not here & there.keys():
        return Finding(0, f"{min(here)} here, {min(there)} there", against=True)
    return None


def company(story: Traits, known: Dossier) -> Finding | None:
    """Others who are named in both; a state or a body of the whole world says little."""
    own = {f"iso3166:{code}" for code in story.values("country")}  # has been counted
    shared = {key: times for key in story.company if key not in own and (times := known.of("company").get(key))}
    if not shared:
        return None
    worth = {key: _worth_of_company(key, key in story.busy) for key in shared}
    best = sorted(shared, key=lambda key: (-worth[key], -shared[key], key))
    named = " and ".join(story.company[key] for key in best[:2])
    stories = "a story before" if shared[best[0]] == 1 else f"{shared[best[0]]} stories before"
    return Finding(min(MOST_COMPANY, sum(worth.values())), f"named together with {named} in {stories}")


def _worth_of_company(key: str, busy: bool) -> float:
    if key.startswith("iso3166:"):
        return NAMED_WITH_STATE
    return NAMED_WITH_BUSY if busy or key in EVERYWHERE else NAMED_WITH


COMPARISONS: tuple[Comparison, ...] = (identifiers, names, roles, countries, gender, company)


def compare(story: Traits, known: Dossier) -> Verdict:
    """Whether an actor of a story is the one of a dossier."""
    if not _comparable(story, known):
        return Verdict(0.0, (), f"a {story.sort} here, a {known.sort} there")
    findings = [finding for comparison in COMPARISONS if (finding := comparison(story, known))]
    if findings and findings[0].worth == IDENTIFIER:
        return Verdict(1.0, (findings[0].sentence,))
    if against := next((finding.sentence for finding in findings if finding.against), None):
        return Verdict(0.0, (), against)
    by_part = any(finding.worth == PART and "name" in finding.sentence for finding in findings)
    score = min(1.0, sum(finding.worth for finding in findings))
    return Verdict(round(score, 3), tuple(finding.sentence for finding in findings), None, by_part)


def _comparable(story: Traits, known: Dossier) -> bool:
    """A person with a person, a body with a body; extraction is not always sure which a name is."""
    sorts = {story.sort, known.sort}
    return len(sorts) == 1 or ("open" in sorts and "state" not in sorts)


def _printed(role: str) -> str:
    """``foreign minister@RU`` -> Foreign Minister of Russia."""
    title, _, place = role.partition("@")
    return f"{title.title()} of {_state(place)}"


def _state(code: str) -> str:
    country = atlas().by_code.get(code)
    return country.name if country else code
