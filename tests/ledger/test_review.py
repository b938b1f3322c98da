"""The queue of what is unsure, and verdicts of several people at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from reportedly.corrections import (
    ActorAddress,
    FormChanged,
    SpeakerChanged,
    StatementAccepted,
    StatementRejected,
    WordsChanged,
)
from reportedly.errors import BadOption
from reportedly.ledger import Ledger, Query
from reportedly.ledger.review import Case, Conflict, Happened, Judged, LinkConflict, Linked, LinkVerdict, Said, Verdict
from reportedly.records import Reading, Span
from tests.ledger.stories import reading_of

STORY = "Anna Lind: the harbour closes [SANCTION future].\nCarl Ode: the cranes stay.\nDora Ask: the gulls remain.\n"


def unsure(read: Reading, *shares: float) -> Reading:
    """The reading with these confidences of its statements."""
    sure = dict(zip((said.id for said in read.statements), shares, strict=True))
    statements = {said.id: replace(said, confidence=sure[said.id]) for said in read.statements}
    for said in read.statements:
        if said.parent:
            statements[said.id] = replace(statements[said.id], parent=statements[said.parent.id])
    events = tuple(replace(e, statement=statements[e.statement.id] if e.statement else None) for e in read.events)
    return replace(read, statements=tuple(statements.values()), events=events)


@pytest.fixture
def shares(ledger: Ledger) -> Ledger:
    ledger.put(unsure(reading_of(STORY, published="2024-03-12"), 0.6, 0.4, 0.7), "harbour.txt")
    return ledger


def said(ledger: Ledger, number: int = 0) -> Said:
    case = ledger.queue().cases[number]
    assert isinstance(case, Said)
    return case


def words(cases: tuple[Case, ...]) -> list[str]:
    return [case.statement.text for case in cases if isinstance(case, Said)]


def accept(case: Said) -> Verdict:
    return Verdict(
        case.reading.document.id, case.address, case.state, (StatementAccepted(case.reading.document.id, case.address),)
    )


def reject(case: Said) -> Verdict:
    return replace(accept(case), changes=(StatementRejected(case.reading.document.id, case.address),))


def speaker(case: Said, name: str) -> Verdict:
    start = case.reading.document.text.index(name)
    who = ActorAddress(name, "person", Span(start, start + len(name)))
    return replace(accept(case), changes=(SpeakerChanged(case.reading.document.id, case.address, who),))


def test_the_least_sure_come_first_and_pages_follow_each_other(shares: Ledger) -> None:
    page = shares.queue(limit=2)
    assert words(page.cases) == ["the cranes stay.", "the harbour closes [SANCTION future]."]
    assert page.left == 3
    rest = shares.queue(after=page.after)
    assert words(rest.cases) == ["the gulls remain."]
    assert rest.after is None
    assert words(shares.queue(below=0.6).cases) == ["the cranes stay."]


def test_reprints_and_versions_since_corrected_are_not_asked_for(ledger: Ledger) -> None:
    long = "".join(f"Anna Lind: the pier number {number} closes on day {number} of the month.\n" for number in range(9))
    wire = {"publisher": "Northern Wire", "published": "2024-03-12"}
    ledger.put(reading_of(long, title="Piers", **wire), "1.txt")
    ledger.put(reading_of(f"{long}Paper\n", title="Piers", publisher="Post", published="2024-03-13"), "2.txt")
    assert ledger.queue(limit=50).left == 9
    assert (
        ledger.put(reading_of(long.replace("number 3", "number 30"), title="CORRECTED: Piers", **wire), "3.txt").kind == "version"
    )
    assert {case.reading.document.title for case in ledger.queue(limit=50).cases} == {"CORRECTED: Piers"}


def test_what_was_judged_is_asked_for_no_more(shares: Ledger) -> None:
    first, second = said(shares), said(shares, 1)
    assert isinstance(shares.judge(accept(first), "ann"), Judged)
    assert isinstance(shares.judge(reject(second), "ann"), Judged)
    assert words(shares.queue().cases) == ["the gulls remain."]
    assert not shares.search(Query(words="harbour")).hits
    assert [(made.who, type(made.what).__name__) for made in shares.corrections()] == [
        ("ann", "StatementRejected"),
        ("ann", "StatementAccepted"),
    ]


def test_a_verdict_is_taken_back_as_one(shares: Ledger) -> None:
    case = said(shares)
    document = case.reading.document.id
    words_first = (
        WordsChanged(document, case.address, "content", (Span(*STORY_SPAN),)),
        FormChanged(document, case.address, "mixed", False),
    )
    done = shares.judge(replace(accept(case), changes=words_first), "ann")
    assert isinstance(done, Judged)
    assert shares.case(document, case.statement.id).statement.text == "the cranes"  # type: ignore[union-attr]
    shares.take_back_together(done.corrections, "ben")
    assert said(shares).statement == case.statement
    with pytest.raises(BadOption, match="no correction"):
        shares.take_back_together(done.corrections, "ben")
    assert [made.undone_by for made in shares.corrections()] == ["ben", "ben"]


STORY_SPAN = (STORY.index("the cranes"), STORY.index("the cranes") + len("the cranes"))


def test_a_second_reviewer_is_shown_what_the_first_has_done(shares: Ledger) -> None:
    case = said(shares)
    shares.judge(speaker(case, "Dora Ask"), "ann")
    found = shares.judge(reject(case), "ben")
    assert isinstance(found, Conflict)
    assert [(made.who, type(made.what).__name__) for made in found.others] == [("ann", "SpeakerChanged")]
    assert isinstance(found.now, Said)
    assert found.now.statement.speaker is not None
    assert found.now.statement.speaker.name == "Dora Ask"
    assert found.now.address == case.address
    assert isinstance(shares.judge(replace(reject(case), seen=found.state), "ben"), Judged)
    assert "the cranes stay." not in words(shares.queue().cases)[:1]
    assert len(shares.corrections()) == 2


def test_what_another_has_rejected_comes_back_where_one_insists(shares: Ledger) -> None:
    case = said(shares)
    shares.judge(reject(case), "ann")
    found = shares.judge(speaker(case, "Dora Ask"), "ben")
    assert isinstance(found, Conflict)
    assert found.now is None
    assert isinstance(shares.judge(replace(speaker(case, "Dora Ask"), seen=found.state), "ben"), Judged)
    now = shares.case(case.reading.document.id, case.statement.id)
    assert isinstance(now, Said)
    assert now.statement.speaker is not None
    assert now.statement.speaker.name == "Dora Ask"
    assert [(made.who, made.undone_by) for made in shares.corrections()] == [("ben", None), ("ann", "ben")]


def test_the_same_said_twice_is_no_conflict(shares: Ledger) -> None:
    case = said(shares)
    first = shares.judge(accept(case), "ann")
    assert shares.judge(accept(case), "ben") == first
    assert len(shares.corrections()) == 1


def test_others_in_the_same_story_are_not_touched(shares: Ledger) -> None:
    first, second = said(shares), said(shares, 1)
    shares.judge(accept(first), "ann")
    assert isinstance(shares.judge(accept(second), "ben"), Judged)


def test_what_finds_nothing_is_refused(shares: Ledger) -> None:
    case = said(shares)
    nowhere = WordsChanged(case.reading.document.id, case.address, "content", (Span(0, 9999),))
    with pytest.raises(BadOption, match="look at the story again"):
        shares.judge(replace(accept(case), changes=(nowhere,)), "ann")
    assert shares.corrections() == []


def test_of_many_at_once_one_is_kept_and_none_is_lost(shares: Ledger) -> None:
    """Twelve people with a ledger of their own say something different of the same statement."""
    case = said(shares)
    verdicts = [speaker(case, name) for name in ("Anna Lind", "Carl Ode", "Dora Ask")] * 3 + [
        accept(case),
        reject(case),
        accept(case),
    ]

    def give(number: int) -> Judged | Conflict:
        with Ledger.open(shares.name if "://" not in shares.name else where_of(shares)) as mine:
            return mine.judge(verdicts[number], f"reviewer {number}")

    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(give, range(12)))
    (made,) = shares.corrections()
    kept = [number for number, answer in enumerate(answers) if isinstance(answer, Judged)]
    assert all(verdicts[number].changes == (made.what,) for number in kept)
    conflicts = [answer for answer in answers if isinstance(answer, Conflict)]
    assert len(conflicts) + len(kept) == 12
    assert all(answer.others == (made,) for answer in conflicts)


def where_of(ledger: Ledger) -> str:
    return ledger._engine.url.render_as_string(hide_password=False)


def test_what_cannot_be_told_apart_is_not_judged(ledger: Ledger) -> None:
    ledger.put(reading_of("Bo Ek > Carl Ode: the cranes stay."), "cranes.txt")
    with pytest.raises(BadOption, match="very same words"):
        ledger.judge(accept(said(ledger)), "ann")


def test_events_are_judged_too(shares: Ledger) -> None:
    (case,) = shares.queue("event").cases
    assert isinstance(case, Happened)
    assert case.event.type == "SANCTION"


def test_links_of_actors_are_confirmed_or_parted(ledger: Ledger) -> None:
    for number in range(3):
        ledger.put(reading_of(f"Anna Lind: the pier number {number} closes.\nPortugal: we agree to {number}.\n"), f"{number}.txt")
    first, second = (case for case in ledger.queue("link").cases if isinstance(case, Linked) and case.name == "Anna Lind")
    assert 0 < first.score < 1
    assert first.somebody.name == "Anna Lind"
    same = LinkVerdict(first.reading.document.id, first.place, first.state, True)
    confirmed = ledger.judge_link(same, "ann")
    assert not isinstance(confirmed, LinkConflict)
    assert ledger.judge_link(replace(same, same=False), "ben") == LinkConflict("ann", first.actor)
    other = LinkVerdict(second.reading.document.id, second.place, second.state, False)
    parted = ledger.judge_link(other, "ben")
    assert not isinstance(parted, LinkConflict)
    assert parted.actor != second.actor
    left = [case for case in ledger.queue("link").cases if isinstance(case, Linked) and case.name == "Anna Lind"]
    assert left == []
    assert [judged.act for judged in ledger.history()] == ["split", "confirm"]
    ledger.undo("ann", parted.id)
    ledger.undo("ann", confirmed.id)
    assert len([case for case in ledger.queue("link").cases if isinstance(case, Linked) and case.name == "Anna Lind"]) == 2


def test_a_doubt_about_a_link_outlasts_a_correction_of_the_story(ledger: Ledger) -> None:
    for number in range(2):
        ledger.put(reading_of(f"Anna Lind: the pier number {number} closes.\nPortugal: we agree to {number}.\n"), f"{number}.txt")
    (before,) = ledger.queue("link").cases
    assert isinstance(before, Linked)
    document = before.reading.document.id
    case = ledger.case(document, "s1")
    assert isinstance(case, Said)
    ledger.judge(accept(case), "ann")
    (after,) = ledger.queue("link").cases
    assert isinstance(after, Linked)
    assert (after.score, after.reasons, after.state) == (before.score, before.reasons, before.state)
