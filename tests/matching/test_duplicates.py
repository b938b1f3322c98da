from hypothesis import given
from hypothesis import strategies as st

from reportedly.matching.duplicates import BANDS, bands_of, likeness_of, shingles_of, signature_of

STORY = (
    "VARNA PORT, 3 May (Northern Wire) -- The harbour master of Port Ellery said on Friday that the ferry had left the quay"
    " eleven minutes early because the tide would not wait. He denied that a gangway was still lowered. Two passengers were"
    " taken to hospital with cold feet, the company told reporters, and both were back at work by the evening."
)
OTHER = (
    "The council of Estvale will build no second bridge this year, its treasurer told a meeting of shopkeepers on Monday."
    " She said that the money had gone into the swimming pool, which has no water yet, and promised that both would be open"
    " before the spring."
)


def alike(one: str, other: str) -> bool:
    return likeness_of(shingles_of(one), shingles_of(other)).is_copy


def share_a_band(one: str, other: str) -> bool:
    signatures = [signature_of(shingles_of(text)) or b"" for text in (one, other)]
    return bool(set(bands_of(signatures[0])) & set(bands_of(signatures[1])))


def test_the_same_copy_under_another_headline() -> None:
    reprint = "Ferry left early, harbour master says\n\n" + STORY.replace("VARNA PORT, 3 May (Northern Wire) -- ", "")
    assert alike(STORY, reprint)
    assert share_a_band(STORY, reprint)


def test_a_copy_cut_from_below() -> None:
    assert alike(STORY, STORY[:200])


def test_another_story_is_none() -> None:
    assert not alike(STORY, OTHER)
    assert not share_a_band(STORY, OTHER)


def test_a_text_too_short_to_compare_has_no_signature() -> None:
    assert signature_of(shingles_of("No comment, the minister said.")) is None


@given(st.text(alphabet="abcdefgh ", min_size=200, max_size=400))
def test_signatures_are_the_same_each_time(text: str) -> None:
    signature = signature_of(shingles_of(text))
    assert signature == signature_of(shingles_of(text))
    if signature:
        bands = bands_of(signature)
        assert len(set(bands)) == BANDS
        assert all(-(2**63) <= value < 2**63 for value in bands)
