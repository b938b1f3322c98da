"""Accounts compared as one page that needs nothing else: side by side, with the words that each verdict rests on marked in both.

``page/accounts.html`` lays out what is made here. Words come from the stories and are escaped. The page works without a script,
which only makes it light or dark.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from reportedly.show import single, when, wording
from reportedly.show.accounts import KINDS, SIGNS, shown

if TYPE_CHECKING:
    from reportedly.ledger import Compared, Happening, Sequel, StoryOf, Testimony, Verdict
Place = tuple[int, int]  # in a story's text

HUES = 6  # classes hue-1 ... of look.css
WEAVES = 3
STYLES = ("look.css", "accounts.css")
SCRIPTS = ("theme.js",)

# The parts of a happening in which two accounts stand side by side: a title, what it is in a word, and the verdicts in it.
PAIRED = (
    ("At odds", "dispute", ("disputes",)),
    ("Taken back", "reversal", ("reverses",)),
    ("Other figures, dates and places", "difference", ("differs_in_number", "differs_in_date", "differs_in_place")),
    ("In agreement", "agreement", ("agrees",)),
)
ACTIVE = {  # what the second account, the later one, is to the first
    "disputes": "disputes it",
    "reverses": "takes it back",
    "differs_in_number": "gives another number",
    "differs_in_date": "gives another date",
    "differs_in_place": "gives another place",
    "agrees": "agrees",
    "fulfils": "says it was done",
    "breaks": "says it was broken",
    "cannot_tell": "leaves it open",
    "repeats": "repeats it",
}
STANCES = {"denies": "denies", "promises": "promises", "demands": "demands", "hypothetical": "supposes", "asks": "asks"}


@dataclass(frozen=True, slots=True)
class Face:
    """How a voice looks on the page."""

    name: str
    initials: str
    look: str  # classes


@dataclass(frozen=True, slots=True)
class Side:
    """An account, with the words marked that a verdict rests on."""

    account: Testimony
    face: Face
    words: Markup
    around: Markup  # the sentence, where words beside the account are what a verdict rests on
    day: str
    stance: str
    link: str  # to where it stands among all of its voice; "" where it does not


@dataclass(frozen=True, slots=True)
class Pair:
    """A verdict: the earlier account, the later one, and why."""

    name: str  # of its place on the page
    verdict: Verdict
    sign: str
    active: str
    first: Side
    second: Side
    grounds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """The verdicts of some kinds."""

    title: str
    told: str  # "3 disputes"
    name: str
    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Followed:
    """A promise or a demand, its fate, and the later accounts of it."""

    side: Side
    kind: str
    fate: str
    told: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A verdict as the list of a voice's accounts tells of it."""

    sign: str
    words: str
    target: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An account among those of its voice."""

    name: str
    side: Side
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A voice and all it says, the first said first."""

    face: Face
    witness: bool
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Chain:
    """An account that others repeat, or one of those."""

    name: str  # of its place on the page; "" for the first, which stands among its voice's
    side: Side
    depth: int
    verdict: Verdict | None  # that it repeats the one before


@dataclass(frozen=True, slots=True)
class Section:
    """A happening."""

    happening: Happening
    name: str
    facts: tuple[str, ...]
    stories: tuple[tuple[StoryOf, str, str], ...]  # with the day, and what it is a copy of
    parts: tuple[Part, ...]
    followed: tuple[Followed, ...]
    chains: tuple[tuple[Chain, ...], ...]
    columns: tuple[Column, ...]


def compared(found: Compared) -> str:
    """The page of some happenings."""
    sections = [section(one) for one in found.happenings]
    titles = [one.title for one in found.happenings]
    title = titles[0] if len(titles) == 1 else wording.count(len(titles), "happening")
    return _page("Accounts compared", title, sections=sections, more=found.more)


def disputes(found: Sequence[Verdict]) -> str:
    """The page of what is disputed still."""
    faces = _faces(account for verdict in found for account in (verdict.a, verdict.b))
    pairs = [_pair(verdict, faces, "", frozenset()) for verdict in found]
    return _page("Disputed still", wording.count(len(found), "dispute"), pairs=pairs)


def promises(found: Sequence[Sequel]) -> str:
    """The page of promises and demands."""
    faces = _faces(account for one in found for account in (one.account, *(verdict.a for verdict in one.told)))
    followed = [_followed(one, faces, "", frozenset()) for one in found]
    counted = Counter(one.fate for one in found)
    told = ", ".join(f"{number} {fate}" for fate, number in counted.most_common())
    return _page("Promises and demands", told or "none", followed=followed)


def _page(kicker: str, title: str, **values: Any) -> str:
    empty: dict[str, Any] = {"sections": [], "pairs": [], "followed": [], "more": False}
    given = {**empty, **values, "kicker": kicker, "title": title, "visible": wording.visible, "percent": wording.percent}
    return single.page("accounts.html", STYLES, SCRIPTS, given)


def section(one: Happening) -> Section:
    """What is shown of a happening."""
    prefix = f"h{one.number}-"
    faces = _faces(one.accounts)
    listed = frozenset(account.id for account in one.accounts)
    verdicts = list(shown(one.verdicts))
    parts = (_part(part, verdicts, faces, prefix, listed) for part in PAIRED)
    first, last = (when.in_words(day[:10]) if day else "" for day in (one.first, one.last))
    facts = (
        wording.count(len(one.stories), "story"),
        wording.count(len(one.witnesses), "independent voice"),
        first if first == last else f"{first} – {last}",
        f"happening {one.number}",
    )
    return Section(
        happening=one,
        name=f"h{one.number}",
        facts=tuple(filter(None, facts)),
        stories=tuple(_stories(one)),
        parts=tuple(part for part in parts if part.pairs),
        followed=tuple(_followed(sequel, faces, prefix, listed) for sequel in one.sequels),
        chains=tuple(_chains(one, faces, prefix, listed)),
        columns=tuple(_columns(one, verdicts, faces, prefix, listed)),
    )


def _stories(one: Happening) -> Iterator[tuple[StoryOf, str, str]]:
    names = {story.document: story.publisher or story.name for story in one.stories}
    for story in one.stories:
        yield story, when.in_words((story.published or "")[:10]), names.get(story.copy_of or "", "")


# Voices


def _voice(account: Testimony) -> str:
    """By what a voice is told from others: its number in the ledger, else its name, else the paper's."""
    if not account.chain:
        return f"paper {account.publisher or account.story}"
    return str(account.speaker) if account.speaker is not None else account.name


def _faces(accounts: Iterable[Testimony]) -> Mapping[str, Face]:
    """A face for each voice; those that say most get colours first, papers none."""
    told: Counter[str] = Counter()
    names: dict[str, str] = {}
    for account in accounts:
        told[_voice(account)] += 1
        names.setdefault(_voice(account), account.name or account.publisher or account.story)
    speakers = [voice for voice, _ in told.most_common() if not voice.startswith("paper ")]
    looks = {voice: _look(number) for number, voice in enumerate(speakers)}
    taken: Counter[str] = Counter()
    return {voice: Face(names[voice], _initials(names[voice], taken), looks.get(voice, "hue-0 weave-0")) for voice in told}


def _look(number: int) -> str:
    """Colours, then weaves over them; voices beyond 18 look alike, and bear their initials."""
    weave, hue = divmod(number % (HUES * WEAVES), HUES)
    return f"hue-{hue + 1} weave-{weave}"


def _initials(name: str, taken: Counter[str]) -> str:
    """ "SL" for Sergey Lavrov; "SL2" for the next of these initials."""
    words = [word for word in name.split() if word[:1].isupper()] or name.split() or ["#"]
    initials = "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words))
    taken[initials] += 1
    return initials if taken[initials] == 1 else f"{initials}{taken[initials]}"


# Two accounts side by side


def _part(
    kinds: tuple[str, str, tuple[str, ...]],
    verdicts: Iterable[Verdict],
    faces: Mapping[str, Face],
    prefix: str,
    listed: frozenset[str],
) -> Part:
    title, noun, wanted = kinds
    pairs = tuple(_pair(one, faces, prefix, listed) for one in verdicts if one.relation in wanted and not one.answer)
    return Part(title, wording.count(len(pairs), noun), f"{prefix}{noun}", pairs)


def _pair(verdict: Verdict, faces: Mapping[str, Face], prefix: str, listed: frozenset[str]) -> Pair:
    """The second side is ``a``, the later: what answers, repeats or takes back."""
    first = [(mark.start, mark.end) for reason in verdict.reasons for mark in reason.second]
    second = [(mark.start, mark.end) for reason in verdict.reasons for mark in reason.first]
    return Pair(
        f"{prefix}{verdict.id}-{verdict.relation}",
        verdict,
        SIGNS[verdict.relation][0],
        ACTIVE[verdict.relation],
        _side(verdict.b, faces, prefix, listed, first),
        _side(verdict.a, faces, prefix, listed, second),
        _grounds(verdict),
    )


def _grounds(verdict: Verdict) -> tuple[str, ...]:
    if verdict.overruled is None:
        return tuple(dict.fromkeys(reason.sentence for reason in verdict.reasons))
    because = f": {verdict.overruled.because}" if verdict.overruled.because else ""
    return (f"so says {verdict.overruled.who}, not the rules{because}",)


def _side(
    account: Testimony,
    faces: Mapping[str, Face],
    prefix: str,
    listed: frozenset[str],
    marks: Sequence[Place] = (),
) -> Side:
    return Side(
        account,
        faces[_voice(account)],
        _marked(account, marks),
        _around(account, marks),
        when.in_words((account.said_on or "")[:10]) or "undated",
        STANCES.get(account.stance, ""),
        f"#{_anchor(account, prefix)}" if account.id in listed else "",
    )


def _anchor(account: Testimony, prefix: str) -> str:
    """The place of an account among those of its voice: ``h1-0751aa065a-136-199``."""
    return prefix + account.id.replace(":", "-")


def _marked(account: Testimony, marks: Iterable[Place]) -> Markup:
    """The words of an account, those marked that lie in it."""
    return _with_marks(account.words, account.start, marks)


def _around(account: Testimony, marks: Sequence[Place]) -> Markup:
    """The sentence around an account, where a word outside the account is what a verdict rests on; else nothing."""
    outside = [(start, end) for start, end in marks if end <= account.start or account.end <= start]
    within = [place for place in outside if account.sentence.start <= place[0] and place[1] <= account.sentence.end]
    return _with_marks(account.sentence.words, account.sentence.start, within) if within else Markup("")


def _with_marks(words: str, first: int, marks: Iterable[Place]) -> Markup:
    """Words that stand at ``first``, with those marked that lie in them; where that is all of them, less loudly."""
    out, at = Markup(""), 0
    for start, end in sorted((max(start - first, 0), min(end - first, len(words))) for start, end in marks):
        if (begin := max(start, at)) < end:
            look = Markup(' class="all"') if (start, end) == (0, len(words)) else ""
            out += Markup("{}<mark{}>{}</mark>").format(wording.visible(words[at:begin]), look, wording.visible(words[begin:end]))
            at = end
    return out + Markup.escape(wording.visible(words[at:]))


# Promises


def _followed(one: Sequel, faces: Mapping[str, Face], prefix: str, listed: frozenset[str]) -> Followed:
    pairs = tuple(_pair(verdict, faces, prefix, listed) for verdict in one.told)
    return Followed(_side(one.account, faces, prefix, listed), KINDS[one.kind], one.fate, pairs)


# Who only repeats whom


def _chains(one: Happening, faces: Mapping[str, Face], prefix: str, listed: frozenset[str]) -> Iterator[tuple[Chain, ...]]:
    """Each account that others repeat, with those, and with those who repeat them."""
    repeating: dict[str, dict[str, Verdict]] = defaultdict(dict)
    for verdict in one.verdicts:
        if verdict.relation == "repeats":
            repeating[verdict.b.id].setdefault(verdict.a.id, verdict)
    placed: set[str] = set()  # those that can be linked to: of two places of one account the first
    for account in one.accounts:
        if account.id in repeating and account.rests_on is None:
            chain = list(_chain(account, repeating))
            yield tuple(
                Chain(
                    _anchor(told, prefix) if depth and told.id not in placed else "",
                    _side(told, faces, prefix, listed),
                    depth,
                    by,
                )
                for told, by, depth in chain
            )
            placed |= {told.id for told, _, _ in chain}


def _chain(first: Testimony, repeating: Mapping[str, Mapping[str, Verdict]]) -> Iterator[tuple[Testimony, Verdict | None, int]]:
    """An account, and all that repeat it or each other: each once, below the one nearest to the first that it repeats.

    Where a hundred papers print one dispatch, each repeats all before it: there are more ways through them than atoms.
    """
    below: dict[str, list[Verdict]] = {first.id: []}
    waiting = deque([first])
    while waiting:
        account = waiting.popleft()
        for later in repeating.get(account.id, {}).values():
            if later.a.id not in below:
                below[later.a.id] = []
                below[account.id].append(later)
                waiting.append(later.a)
    stack: list[tuple[Testimony, Verdict | None, int]] = [(first, None, 0)]
    while stack:
        account, by, depth = stack.pop()
        yield account, by, depth
        stack.extend((later.a, later, depth + 1) for later in reversed(below[account.id]))


# Voice by voice


def _columns(
    one: Happening, verdicts: Sequence[Verdict], faces: Mapping[str, Face], prefix: str, listed: frozenset[str]
) -> Iterator[Column]:
    """What each voice says of itself, those who say most first; who only repeats stands among the chains."""
    by_voice: dict[str, list[Testimony]] = defaultdict(list)
    for account in one.accounts:
        if account.rests_on is None:
            by_voice[_voice(account)].append(account)
    for voice, accounts in sorted(by_voice.items(), key=lambda item: (item[0].startswith("paper "), -len(item[1]))):
        ordered = sorted(accounts, key=lambda account: (account.said_on or "", account.published or ""))
        entries = tuple(
            Entry(
                _anchor(account, prefix), _side(account, faces, prefix, listed), tuple(_links(account, verdicts, faces, prefix))
            )
            for account in ordered
        )
        yield Column(faces[voice], any(account.id in one.witnesses for account in accounts), entries)


def _links(account: Testimony, verdicts: Iterable[Verdict], faces: Mapping[str, Face], prefix: str) -> Iterator[Link]:
    for verdict in verdicts:
        if account.id in (verdict.a.id, verdict.b.id):
            sign, active, passive = SIGNS[verdict.relation]
            first = verdict.a.id == account.id
            other = verdict.b if first else verdict.a
            repeats = verdict.relation == "repeats"
            target = _anchor(other, prefix) if repeats else f"{prefix}{verdict.id}-{verdict.relation}"
            name = other.publisher or other.story if repeats else faces[_voice(other)].name
            yield Link(sign, f"{active if first else passive} {name}", f"#{target}")
