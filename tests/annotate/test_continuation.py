"""Whose account an implied statement goes on with."""

from reportedly.annotate.continuation import link_continuations
from reportedly.annotate.layers import Draft
from reportedly.records import Span


def said(start: int, end: int, parent: int | None = None) -> Draft:
    return Draft((Span(start, end),), cue=(Span(end + 1, end + 5),), parent=parent)


def implied(start: int, end: int, parent: int | None = None) -> Draft:
    return Draft((Span(start, end),), implied=True, parent=parent)


def test_an_implied_statement_continues_the_one_before_it() -> None:
    assert link_continuations([said(0, 10), implied(20, 30), implied(32, 40)])[2].continues == 1


def test_it_passes_over_what_is_reported_within_another_statement() -> None:
    drafts = link_continuations([said(0, 30), said(10, 20, parent=0), implied(40, 50)])
    assert drafts[2].continues == 0


def test_with_nothing_before_it_is_the_storys_own_voice() -> None:
    assert link_continuations([implied(0, 10), said(20, 30)]) == [said(20, 30)]


def test_links_are_renumbered_when_one_is_dropped() -> None:
    drafts = link_continuations([implied(0, 10), said(20, 60), said(30, 40, parent=1), implied(70, 80)])
    assert [(d.parent, d.continues) for d in drafts] == [(None, None), (0, None), (None, 0)]
