import pytest

from reportedly.ledger.stances import stances_of
from reportedly.records import Document, Event, Span, Statement


def said(text: str, cue: str) -> Statement:
    start = text.index(cue)
    words = Span(start + len(cue) + 1, len(text))
    document = Document("sha256:0", text)
    cues = (Span(start, start + len(cue)),)
    return Statement("s1", "indirect", False, None, (), cues, (words,), None, None, None, None, 0.9, document)


def told(text: str, trigger: str, kind: str, status: str) -> Event:
    start = text.index(trigger)
    span = Span(start, start + len(trigger))
    return Event("e1", span, kind, None, (), (), (), None, status, None, None, 0.9)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "cue", "stances"),
    [
        ("The mayor denied that the bridge was closed", "denied", {"denies"}),
        ("The mayor did not deny that the bridge was closed", "did not deny", set()),
        ("The mayor urged that the bridge be closed", "urged", {"demands"}),
        ("The mayor promised that the bridge would open", "promised", {"promises"}),
        ("The mayor said that the bridge was closed", "said", set()),
    ],
)
def test_the_verb_shows_it(text: str, cue: str, stances: set[str]) -> None:
    assert set(stances_of(said(text, cue), [])) == stances


def test_an_event_that_is_the_saying_shows_it() -> None:
    text = "The mayor was rejecting what the council said"
    statement = said(text, "rejecting")
    assert set(stances_of(statement, [told(text, "rejecting", "REJECT", "asserted")])) == {"denies"}


def test_the_status_of_an_event_in_the_words_shows_it() -> None:
    text = "The mayor said the council never met"
    assert set(stances_of(said(text, "said"), [told(text, "met", "CONSULT", "denied")])) == {"denies"}
    assert set(stances_of(said(text, "said"), [told(text, "met", "CONSULT", "asserted")])) == set()
