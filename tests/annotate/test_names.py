"""Names as the story writes them; ``|`` stands around each name that must be found, and around nothing else."""

import pytest

from reportedly.annotate.descriptions import Description
from reportedly.annotate.mentions import Mentions
from reportedly.annotate.names import Name
from reportedly.annotate.segment import layers_of
from reportedly.records import Span

CASES = [
    "Norwegian foreign minister |Marit Solheim| met |Ursula von der Heide|.",
    "The Foreign Minister met nobody.",
    "He asked Secretary of State |Daniel Horvath| about it.",
    "It was |Tomás Quint|, Minister for Border Affairs, who left.",
    "The |Ministry of Labour and Social Affairs| and President |Ama Osei| agreed.",
    "The |People's Court| of today met |J.P. O’Neill|.",
    "|Norway|'s |Harbour Council| wrote to the |U.S.| embassy.",
    "Brussels-based officials met on Tuesday.",
    "Reports came in. More followed.",
    "They asked |Rafiqul Mollah| and |Marta Baker|.",
    "As The |Pioneer| wrote, the |General Agreement| holds.",
    "Ghana's Kofi waited.".replace("Ghana", "|Ghana|").replace("Kofi", "|Kofi|"),
    "They met in |Niš|. He left.",
    "The |Heller & Partner| study of |el-Khatib| is out.",
]


def names_of(text: str) -> list[Name]:
    return list(Mentions(layers_of(text)).names)


@pytest.mark.parametrize("marked", CASES)
def test_names_are_found(marked: str) -> None:
    pieces = marked.split("|")
    text = "".join(pieces)
    assert [text[name.span.start : name.span.end] for name in names_of(text)] == pieces[1::2]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Minister Marit Solheim left.", "person"),
        ("They met Ama Osei, who left.", "person"),
        ("They met Ghana's Ama Osei.", "person"),
        ("They met in Tampere.", "place"),
        ("They met at the Zlitni.", "organization"),
        ("They joined the Harbour Union.", "organization"),
        ("They joined ZLT.", "organization"),
        ("They left Norway.", "country"),
        ("They left Oslo.", "place"),
        ("They met Ama Osei.", None),
        ("They met Anna van Buren.", None),
    ],
)
def test_a_place_alone_tells_a_kind(text: str, kind: str | None) -> None:
    assert names_of(text)[-1].kind == kind


def test_a_title_is_read_with_the_name() -> None:
    (name,) = names_of("It was Belgian deputy finance minister Anke Maes.")
    assert name.title is not None
    assert name.title == Description("minister", frozenset({"deputy", "finance"}), frozenset({"BE"}), Span(7, 38))
    assert name.full == Span(7, 48)


def test_an_honorific_tells_gender() -> None:
    assert [name.honorific for name in names_of("They met Mr. Aalto and Ms. Osei.")] == ["male", "female"]


def test_a_headline_in_capitals_is_no_name() -> None:
    assert names_of("MINISTER SAYS THAT NO SHIP MAY LEAVE THE OLD HARBOUR UNTIL THE ICE HAS GONE AWAY AGAIN") == []


def test_a_body_called_by_the_name_before_it_does_not_call_the_name_after_it() -> None:
    text = "The head of the Eastern Lines company Timur Orazov told the newspaper Kazbek Daily of it."
    assert [(" ".join(name.words), name.kind) for name in names_of(text)] == [
        ("Eastern Lines", "organization"),
        ("Timur Orazov", None),
        ("Kazbek Daily", "organization"),
    ]
    phrase = Mentions(layers_of(text)).read(Span(0, text.index(" told")))
    assert phrase is not None
    assert phrase.name is not None
    assert (phrase.form, phrase.name.words, phrase.head) == ("name", ("Timur", "Orazov"), "head")
