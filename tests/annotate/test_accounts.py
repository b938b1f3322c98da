"""Accounts around reports, in invented stories; voices as a perfect network would hear them."""

import pytest

from reportedly.annotate.accounts import accounts_around, asides, likeness
from reportedly.annotate.layers import Draft, Layers
from reportedly.annotate.segment import layers_of
from reportedly.records import Span

MINISTER, BAKU = ((17, 0.9),), ((48, 0.9),)
TEXT = "According to the minister, the talks went well. Baku insisted on three years. The sentries would be its own."


def at(words: str) -> Span:
    return Span(TEXT.index(words), TEXT.index(words) + len(words))


def drafts(behind: tuple[tuple[int, float], ...]) -> list[Draft]:
    """The three statements of TEXT; ``behind`` is whose voice the network hears in the last."""
    return [
        Draft((at("the talks went well"),), (at("the minister"),), (at("According to"),), voices=MINISTER),
        Draft((at("on three years"),), (at("Baku"),), (at("insisted"),), voices=BAKU),
        Draft((at("The sentries would be its own."),), implied=True, voices=behind, anchor_score=0.8),
    ]


@pytest.fixture
def layers() -> Layers:
    return layers_of(TEXT)


def test_a_report_in_the_midst_of_an_account_is_part_of_it(layers: Layers) -> None:
    (account,) = accounts_around(drafts(MINISTER), layers)
    assert account.implied
    assert account.content == (at("Baku insisted on three years."),)
    assert (account.voices, account.anchor_score) == (MINISTER, 0.8)


@pytest.mark.parametrize("behind", [BAKU, (), ((99, 0.9),)], ids=["who is reported goes on", "nobody heard", "somebody else"])
def test_otherwise_the_report_is_the_storys(behind: tuple[tuple[int, float], ...], layers: Layers) -> None:
    assert accounts_around(drafts(behind), layers) == []


def test_a_report_that_runs_on_into_other_sentences_is_no_part_of_the_account(layers: Layers) -> None:
    before, report, behind = drafts(MINISTER)
    longer = Draft((Span(report.content[0].start, len(TEXT)),), report.source, report.cue, voices=BAKU)
    assert accounts_around([before, longer, behind], layers) == []


def test_his_own_attitude_is_no_report_within_his_account() -> None:
    account = Draft((at("Baku insisted on three years. The sentries would be its own."),), implied=True, voices=MINISTER)
    own = Draft((at("three years"),), cue=(at("insisted"),), parent=0, voices=MINISTER)
    assert asides([account, own]) == {1}
    assert asides([account, Draft(own.content, cue=own.cue, parent=0, voices=BAKU)]) == set()
    assert asides([Draft(account.content, voices=MINISTER), own]) == set()


def test_voices_are_alike_by_their_words() -> None:
    one, other = Draft((), voices=MINISTER), Draft((), voices=((17, 0.9), (48, 0.9)))
    assert likeness(one, one) == pytest.approx(1)
    assert likeness(one, other) == pytest.approx(0.5**0.5)
    assert likeness(one, Draft(())) == 0


ALREADY = "According to the minister, the talks went well. The delegates slept at the fort. Baku told Paris the forts were empty."


def told_on(story: str, *, implied: bool) -> list[Draft]:
    """What the minister reported, how his account went on (``implied``: unsaid, else in his words again), and Baku's report."""

    def spot(words: str) -> Span:
        return Span(story.index(words), story.index(words) + len(words))

    baku = ((story.index("Baku"), 0.9),)
    return [
        Draft((spot("the talks went well"),), (spot("the minister"),), (spot("According to"),), voices=MINISTER),
        Draft((spot("The delegates slept at the fort."),), implied=implied, voices=MINISTER, anchor_score=0.8),
        Draft((spot("the forts were empty"),), (spot("Baku"),), (spot("told"),), voices=baku),
    ]


def test_a_report_behind_what_goes_on_unsaid_is_part_of_the_account() -> None:
    (account,) = accounts_around(told_on(ALREADY, implied=True), layers_of(ALREADY))
    (span,) = account.content
    assert ALREADY[span.start : span.end] == "Baku told Paris the forts were empty."
    assert (account.voices, account.anchor_score) == (MINISTER, 0.8)


@pytest.mark.parametrize(
    ("story", "implied"),
    [(ALREADY, False), (ALREADY.replace(" Baku", "\n\nBaku"), True)],
    ids=["said anew", "a paragraph for itself"],
)
def test_a_report_behind_anything_else_is_the_storys(story: str, implied: bool) -> None:
    assert accounts_around(told_on(story, implied=implied), layers_of(story)) == []
