"""What one account is to another, judged by what they say. Each rule is a function with an example; the first that finds decides.

Rules see two accounts of one happening, the later as ``a``, and how likely it is that they speak to one point (``point.py``).
They ask in this order: what became of a promise; does one say no to the other; do figures, dates or places differ; do they say
the same.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from reportedly.compare.accounts import Account, same_voice
from reportedly.compare.cues import cues
from reportedly.compare.figures import Figure
from reportedly.compare.point import opposites
from reportedly.compare.records import Reason, Relation, RelationKind
from reportedly.compare.vectors import nearness
from reportedly.compare.words import senses_of_english
from reportedly.matching.days import between
from reportedly.records import Span

# How sure it must be that both speak to one point before a rule may speak; chosen on the tuning half.
SAY_NO = 0.42
IN_CLAUSE = 0.75  # share of the passage's nearness that the clause which says no must have
SURELY = 0.5  # that accounts have one point though another account is nearer
CONTRARY_WORDS = 0.5
IN_REPLY = 0.2
OTHER_FIGURE = 0.4
WITHOUT_FIGURES = 0.15  # how near the passages must be without their figures, where both name what is counted
WITHOUT_COUNTED = 0.35  # and where they do not
OTHER_DATE = 0.5
OTHER_PLACE = 0.55
SAME = 0.7
SAME_FIGURE = 0.4
PROMISED = 0.28
MEANT = 0.5  # where the story does not call it a promise
CONTRARY_OF_PROMISE = 0.2
BROKEN_IN_WORDS = 0.25
DEMANDED = 0.6
TAKEN_BACK = 0.1
BEFORE = 160  # characters around a passage in which a story says that its speaker takes something back
POINT = 0.5  # from which two accounts that nothing tells apart are called "cannot tell"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two accounts of one happening, the later first."""

    a: Account
    b: Account
    point: float  # 0..1, that they speak to one point
    reply: bool  # the story sets a, which stands after b, against it
    best: bool  # of its story each is the other's nearest
    rank: int = 0  # how many accounts of a's story are nearer to b
    wordless: float = 1.0  # nearness without figures, -1..1
    around: str = ""  # the story's own words about an answer

    @property
    def answers(self) -> bool:
        """Whether the story says that a answers b: "retorted", "sees it otherwise"."""
        return self.reply and (cues().has("denial", self.around) or cues().has("contrast", self.around))

    @property
    def one_voice(self) -> bool:
        return speaks_for_the_same(self.a, self.b)


Found = tuple[RelationKind, Reason]


def judge(pair: Pair) -> list[list[Relation]]:
    """What the rules say of a pair, row by row, the first to be believed; where figure and date differ, both in one row."""
    rows = ([_relation(pair, *verdict) for rule in rules if (verdict := rule(pair))] for rules in RULES)
    return [row for row in rows if row]


def _relation(pair: Pair, kind: RelationKind, reason: Reason) -> Relation:
    return Relation(pair.a, pair.b, kind, round(pair.point, 3), (reason,))


def what_became_of_it(pair: Pair) -> Found | None:
    """ "The contract will be on our website by the end of the month." "It went up this afternoon.": fulfils."""
    a, b = pair.a, pair.b
    if b.stance != "promises" or a.story == b.story:
        return None
    contrary = _contrary_of_promise(pair)
    if contrary and (pair.one_voice or opposites(a, b)) and pair.point >= CONTRARY_OF_PROMISE:
        return contrary
    if a.stance == "promises":
        return None
    around = a.document.text[a.sentence.start : a.sentence.end]
    if (cue := cues().find("broken", around)) and pair.point >= BROKEN_IN_WORDS:
        return "breaks", _reason("said to be broken", f'"{around[cue.start : cue.end]}"', pair, (_at(a.sentence, cue),))
    if (cue := cues().find("pending", a.text)) and pair.point >= BROKEN_IN_WORDS:
        return "cannot_tell", _reason("not settled yet", f'"{a.text[cue.start : cue.end]}"', pair, (_at(a.span, cue),))
    if (cue := cues().find("kept", around)) and pair.point >= PROMISED:
        return "fulfils", _reason("said to be kept", f'"{around[cue.start : cue.end]}"', pair, (_at(a.sentence, cue),))
    if pair.point < (PROMISED if cues().has("promise", b.cue) else MEANT) or pair.rank > 1:
        return None
    if contrary:
        return contrary
    return "fulfils", _reason("what was promised", "what was promised is reported as done", pair)


def what_became_of_demand(pair: Pair) -> list[Relation]:
    """ "The contract must be shown to us." "The full contract was published on Friday.": met."""
    if pair.point < DEMANDED or pair.rank:
        return []
    kind: RelationKind = "breaks" if pair.a.negated != pair.b.negated else "fulfils"
    return [_relation(pair, kind, _reason("what was demanded", "what was demanded is reported on", pair))]


def _contrary_of_promise(pair: Pair) -> Found | None:
    a, b = pair.a, pair.b
    if a.negated == b.negated and not opposites(a, b):
        return None
    sentence = "what is reported is the contrary of what was promised"
    return "breaks", _reason("contrary of the promise", sentence, pair, a_no(a), a_no(b))


def says_no(pair: Pair) -> Found | None:
    """ "There is a crack in the wall." "The wall is free of any cracks." """
    a, b = pair.a, pair.b
    if a.negated == b.negated or pair.point < (IN_REPLY if pair.answers else SAY_NO) or (pair.reply and not pair.best):
        return None
    no, yes = (a, b) if a.negated else (b, a)
    if not pair.answers and not (_to_the_point(no, yes) and (pair.best or pair.one_voice or pair.point >= SURELY)):
        return None
    word = no.text[no.negations[0].start : no.negations[0].end] if no.negations else no.cue
    return against(pair), _reason("says no", f'one says no ("{word}") to what the other says', pair, a_no(a), a_no(b))


def _to_the_point(no: Account, yes: Account) -> bool:
    """Whether the clause that says no is the one about what the other says.

    "Twelve hundred downed tools and not a single crane is moving" says no to "two berths were handling ships", and not to "about
    700 had failed to turn up".
    """
    if no.denied:
        return True
    whole = nearness(no.text, yes.text)
    clauses = clauses_of(no.text)
    said_no = [no.text[c.start : c.end] for c in clauses if any(c.start <= n.start < c.end for n in no.negations)]
    return len(clauses) < 2 or max((nearness(clause, yes.text) for clause in said_no), default=0.0) >= IN_CLAUSE * whole


CLAUSE = re.compile(
    r"\s*(?:[;:]|,\s(?:and|but|or|so)\b|"
    r"\s(?:and|but)\s(?=(?:not|no|nobody|none|nothing|never|neither|he|she|it|they|we|I|there)\b)|,(?=\s\w+\s\w+\s\w+))\s*"
)


def clauses_of(text: str) -> list[Span]:
    """A passage cut at its semicolons, conjunctions between clauses, and commas before more than two words."""
    cuts, at = [], 0
    for match in CLAUSE.finditer(text):
        cuts.append(Span(at, match.start()))
        at = match.end()
    return [span for span in [*cuts, Span(at, len(text))] if span.end - span.start > 8]


def contrary_words(pair: Pair) -> Found | None:
    """ "Gate C was locked." "All gates were open." """
    a, b = pair.a, pair.b
    if a.negated or b.negated or pair.point < (IN_REPLY if pair.answers else CONTRARY_WORDS):
        return None
    for mine, yours in opposites(a, b):
        return against(pair), _reason(
            "contrary words", f'"{mine}" is the contrary of "{yours}"', pair, words_of(a, mine), words_of(b, yours)
        )
    return None


def rejected(pair: Pair) -> Found | None:
    """ "X denied this", "The story is untrue": an answer to the speaker before."""
    if not pair.reply or not pair.best:
        return None
    for words in (pair.around, pair.a.text):
        if cue := cues().find("denial", words):
            word = words[cue.start : cue.end]
            at = pair.a.document.text.find(word, pair.b.span.end)
            return against(pair), _reason("denial", f'the story says so: "{word}"', pair, (Span(at, at + len(word)),))
    return None


def takes_back(pair: Pair) -> Found | None:
    """ "We have asked nobody." "We did go to the central bank," she admitted: the same voice, later."""
    a, b = pair.a, pair.b
    if a.story == b.story or not pair.one_voice or pair.point < TAKEN_BACK or b.stance == "promises":
        return None
    contrary = a.negated != b.negated or bool(opposites(a, b))
    text = a.document.text
    around = text[max(0, a.sentence.start - BEFORE) : a.sentence.end + BEFORE]
    cue = cues().find("concession", around)
    if cue is None or not contrary:
        return None
    at = max(0, a.sentence.start - BEFORE) + cue.start
    sentence = f'the same voice says the contrary later, and "{around[cue.start : cue.end]}"'
    return "reverses", _reason("takes back", sentence, pair, (*a_no(a), Span(at, at + cue.end - cue.start)), a_no(b))


def other_figure(pair: Pair) -> Found | None:
    """ "Four prisoners were hurt." "Six inmates had been brought in." """
    a, b = pair.a, pair.b
    together = [(f, g) for f in a.figures for g in b.figures if f.comparable(g)]
    if not together or pair.point < OTHER_FIGURE or any(f.meets(g) for f, g in together):
        return None
    f, g = min(together, key=lambda fg: not _alike(*fg))
    if pair.wordless < (WITHOUT_FIGURES if _alike(f, g) else WITHOUT_COUNTED):
        return None
    sentence = f'"{_printed(a, f)}" and "{_printed(b, g)}" cannot be the same number'
    return "differs_in_number", _reason("other figure", sentence, pair, (_at(a.span, f.span),), (_at(b.span, g.span),))


def other_date(pair: Pair) -> Found | None:
    """ "shortly before midnight", "at ten past two in the morning"; "March" does not differ from "12 March"."""
    if pair.point < OTHER_DATE:
        return None
    mine = [t for t in pair.a.times if t.begin and t.end]
    yours = [t for t in pair.b.times if t.begin and t.end]
    for t in mine:
        for u in yours:
            words = [x.document.text[v.span.start : v.span.end] for x, v in ((pair.a, t), (pair.b, u))]
            if t.type == u.type and _comparable_dates(words) and not _meet(t.begin, t.end, u.begin, u.end):
                return "differs_in_date", _reason("other date", f'"{words[0]}" is not "{words[1]}"', pair, (t.span,), (u.span,))
    return None


def moments_differ(one: Account, other: Account) -> bool:
    """Whether both name moments, and no two of them meet."""
    mine, yours = ([t for t in x.times if t.begin and t.end] for x in (one, other))
    return bool(mine and yours) and not any(_meet(t.begin, t.end, u.begin, u.end) for t in mine for u in yours)


DAY_NAMED = re.compile(rf"\b(?:[A-Z][a-z]+day|{'|'.join(calendar.month_name[1:])}|[A-Z][a-z]{{2}}\.? \d+|Eve|Day)\b")


def _comparable_dates(words: list[str]) -> bool:
    """Both name a day, or both only an hour of the day they speak of: not "this morning" and "on Saturday evening"."""
    named = [bool(DAY_NAMED.search(word)) for word in words]
    return named[0] == named[1] and (named[0] or all(re.search(r"\d|noon|midnight|past|o'clock", word) for word in words))


def other_place(pair: Pair) -> Found | None:
    """ "off Cape Tarn", "south of Lindal"."""
    if pair.point < OTHER_PLACE:
        return None
    mine, yours = places_of(pair.a), places_of(pair.b)
    if not mine or not yours or {m for m, _ in mine} & {y for y, _ in yours}:
        return None
    (one, at), (two, there) = mine[0], yours[0]
    return "differs_in_place", _reason("other place", f'"{one}" is not "{two}"', pair, (at,), (there,))


def says_the_same(pair: Pair) -> Found | None:
    """ "Gate C was locked until half past eight", "Gate C did stay locked till half past eight"."""
    a, b = pair.a, pair.b
    together = [(f, g) for f in a.figures for g in b.figures if f.comparable(g) and f.low > 1]
    met = [(f, g) for f, g in together if f.meets(g)]
    if a.negated != b.negated or pair.point < (SAME_FIGURE if met else SAME):
        return None
    if met:
        f, g = met[0]
        return "agrees", _reason(
            "same figure", f'"{_printed(a, f)}" is "{_printed(b, g)}"', pair, (_at(a.span, f.span),), (_at(b.span, g.span),)
        )
    return ("agrees", _reason("same point", "both say the same of it", pair)) if pair.best else None


def nothing_sure(pair: Pair) -> Found | None:
    """They speak to one point, and nothing in the words says whether they agree."""
    return (
        ("cannot_tell", _reason("nothing sure", "nothing in the words tells whether they agree", pair))
        if pair.point >= POINT
        else None
    )


# In the order in which they are asked; those in one row are asked together.
RULES: tuple[tuple[Callable[[Pair], Found | None], ...], ...] = (
    (what_became_of_it,),
    (rejected,),
    (takes_back,),
    (says_no,),
    (contrary_words,),
    (other_figure, other_date, other_place),
    (says_the_same,),
    (nothing_sure,),
)


def against(pair: Pair) -> RelationKind:
    """A speaker who contradicts himself, or whose house does, in a later story, reverses."""
    return "reverses" if pair.one_voice and pair.a.story != pair.b.story else "disputes"


SPEAKS_FOR = re.compile(
    r"spokes\w+|chief executive|managing|chair\w*|director|head|president|boss|secretary|founder", re.IGNORECASE
)


def speaks_for_the_same(one: Account, other: Account) -> bool:
    """Whether two accounts have one voice: the same person, or a body and somebody who speaks for it, or two who do."""
    if same_voice(one.speaker, other.speaker):
        return True
    return any(_speaks_for(member, body) for body, member in ((one, other), (other, one))) or _colleagues(one, other)


def _speaks_for(member: Account, body: Account) -> bool:
    """ "Henrik Aasland, head of the port authority" and "the Kelmouth Port Authority"."""
    if body.speaker is None or body.speaker.kind != "organization" or not member.source:
        return False
    name, source = list(_telling(body.speaker.name)), set(_telling(member.source))
    shared = sum(word in source for word in name)
    return bool(name) and name[-1] in source and shared >= max(1, (len(name) + 1) // 2) and shared >= min(2, len(name))


def _colleagues(one: Account, other: Account) -> bool:
    """Two who both speak for a body named in both their sources."""
    own = {*_telling(one.speaker.name if one.speaker else ""), *_telling(other.speaker.name if other.speaker else "")}
    shared = (set(_names_of_source(one)) & set(_names_of_source(other))) - own
    return bool(shared) and all(SPEAKS_FOR.search(x.source) for x in (one, other))


def _names_of_source(account: Account) -> Iterator[str]:
    from reportedly.compare.accounts import lemmas_of

    for match in re.finditer(r"\b[A-Z]\w+", account.source):
        yield from lemmas_of(match[0])


def _telling(words: str) -> Iterator[str]:
    from reportedly.compare.accounts import lemmas_of

    return lemmas_of(words)


PLACE = re.compile(
    r"\b(?:in|at|off|near|outside|inside|north of|south of|east of|west of)\s((?:the\s)?(?:[A-Z][\w'’-]+)(?:\s[A-Z][\w'’-]+)*)"
)


def places_of(account: Account) -> list[tuple[str, Span]]:
    """Names after a preposition of place: "off Cape Tarn"."""
    dated = [(t.span.start - account.span.start, t.span.end - account.span.start) for t in account.times]
    return [
        (match[1], _at(account.span, Span(*match.span(1))))
        for match in PLACE.finditer(account.text)
        if not any(start < match.end() and match.start() < end for start, end in dated)
    ]


def a_no(account: Account) -> tuple[Span, ...]:
    """Where an account says no; the whole of it where it does not."""
    if account.denied and account.statement is not None and not account.negations:
        return account.statement.cue or (account.span,)
    return tuple(_at(account.span, span) for span in account.negations) or (account.span,)


def words_of(account: Account, lemma: str) -> tuple[Span, ...]:
    """Where a word stands in an account, in whatever form."""
    senses = senses_of_english()
    found = [m for m in re.finditer(r"\w+", account.text) if senses.lemma(m[0].lower()) == lemma]
    return tuple(_at(account.span, Span(*m.span())) for m in found) or (account.span,)


def _meet(begin: str | None, end: str | None, other_begin: str | None, other_end: str | None) -> bool:
    """Whether two intervals share a moment; compared as days where one of them knows no hour."""
    if begin and end and other_begin and other_end and all("T" in x for x in (begin, end, other_begin, other_end)):
        return begin < other_end and other_begin < end
    mine, yours = between(begin, end), between(other_begin, other_end)
    return mine is None or yours is None or (mine[0] < yours[1] and yours[0] < mine[1])


def _alike(f: Figure, g: Figure) -> bool:
    """Whether both say what they count, in like words: prisoners and inmates; or are the price of the same."""
    if f.per and g.per:
        return True
    return f.kind == g.kind == "count" and bool(f.of and g.of) and senses_of_english().alike(f.of, g.of) > 0


def _printed(account: Account, figure: Figure) -> str:
    return account.text[figure.span.start : figure.span.end]


def _at(place: Span, inner: Span) -> Span:
    return Span(place.start + inner.start, place.start + inner.end)


def _reason(rule: str, sentence: str, pair: Pair, first: tuple[Span, ...] = (), second: tuple[Span, ...] = ()) -> Reason:
    return Reason(rule, sentence, first or (pair.a.span,), second or (pair.b.span,))
