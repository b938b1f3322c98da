from __future__ import annotations

import pytest

from reportedly.annotate.paragraphs import paragraphs_of

LONG = (
    "The two delegations met for the third time in a month and parted without a word on the border, officials in both towns said."
)
WRAPPED = (
    "   VARNA, May 4 - The two delegations met for the third time in\n"
    "a month and parted without a word on the border, officials said.\n"
    "   They will meet again in June, according to Gov. Marta Lind, who\n"
    "Leads the talks.\n"
)
UNINDENTED = (
    "The two delegations met for the third time in a month and parted\n"
    "without a word on the border, officials said.\n"
    "They will meet again in June, according to Governor Marta Lind of\n"
    "Varna. Nobody else spoke.\n"
)


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in paragraphs_of(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \n\t\n ", []),
        ("One.\n\n Two. \n \t\n\nThree.", ["One.", "Two.", "Three."]),
        ("One.\r\n\r\nTwo.", ["One.", "Two."]),
        ("One.\u2029Two.", ["One.", "Two."]),
        (f"{LONG}\n{LONG}\n", [LONG, LONG]),
        ("Storm kills 10\nBy Anna Lind\nVARNA - It passed.", ["Storm kills 10", "By Anna Lind", "VARNA - It passed."]),
    ],
)
def test_paragraphs(text: str, expected: list[str]) -> None:
    assert split(text) == expected


@pytest.mark.parametrize("text", [WRAPPED, UNINDENTED])
def test_wrapped_lines_are_joined(text: str) -> None:
    lines = text.splitlines(keepends=True)
    assert split(text) == ["".join(lines[:2]).strip(), "".join(lines[2:]).strip()]
