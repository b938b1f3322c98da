"""What the words before an event plainly say of its status: invented beginnings of sentences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.annotate.events.plainly import plainly
from reportedly.records import STATUSES, Status


@pytest.mark.parametrize(
    ("before", "heard", "status"),
    [
        ("\"I'm not going to ", "asserted", "denied"),
        ("The minister didn’t ", "asserted", "denied"),
        ("There would be no further ", "demanded", "denied"),
        ("Oslo not only ", "asserted", "asserted"),
        ("They did not say so, and Oslo ", "asserted", "asserted"),  # another clause
        ("Oslo did not rule out that the two sides of the strait ", "asserted", "asserted"),  # too far away
        ("He warned of war if the islands were ", "asserted", "hypothetical"),
        ("She would not say whether Oslo should ", "demanded", "hypothetical"),
        ("If it wins, Oslo ", "asserted", "asserted"),  # what follows from the condition is in another clause
        ("Oslo may ", "future", "hypothetical"),
        ("Both sides must ", "asserted", "demanded"),
        ("The soldiers'll ", "asserted", "future"),
        ("The army won't ", "future", "future"),  # what is not to be is still to come, where the network hears it so
        ("Talks are expected to ", "asserted", "future"),
        ("Nobody has been ", "asserted", "denied"),
        ("The ministry failed to ", "future", "denied"),
        ("Oslo stopped short of formally ", "hypothetical", "denied"),
        ("She refused to answer the ", "asserted", "asserted"),  # what was refused is the answer
        ("Should the permit be ", "demanded", "hypothetical"),
        ("If the town does not ", "hypothetical", "hypothetical"),
        ("Oslo ", "asserted", "asserted"),
        ("", "denied", "denied"),
    ],
)
def test_words_before(before: str, heard: Status, status: Status) -> None:
    assert plainly(before, heard) == status


@given(st.text(), st.sampled_from(STATUSES))
def test_any_text(before: str, heard: Status) -> None:
    assert plainly(before, heard) in STATUSES
    assert plainly(before, "denied") == "denied"  # no rule takes a denial back
