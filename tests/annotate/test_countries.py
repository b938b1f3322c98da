"""States by their names, peoples and capitals."""

import pytest

from reportedly.annotate.countries import atlas


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Armenia", "AM"),
        ("the United States", "US"),
        ("U.S.", "US"),
        ("Britain", "GB"),
        ("Kosovo", "XK"),
        ("China", "CN"),
        ("Taiwan", "TW"),
        ("Georgia", "GE"),
        ("Burma", "MM"),
        ("Côte d’Ivoire", "CI"),
        ("COTE D'IVOIRE", "CI"),
    ],
)
def test_names(words: str, code: str) -> None:
    country = atlas().named(words)
    assert country is not None
    assert country.iso3166 == code


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Armenian", "AM"),
        ("Swiss", "CH"),
        ("Dutch", "NL"),
        ("Argentines", "AR"),
        ("Kyrgyz", "KG"),
        ("Kosovar", "XK"),
        ("Chinese", "CN"),
        ("Taiwanese", "TW"),
        ("Norway", "NO"),
    ],
)
def test_peoples(words: str, code: str) -> None:
    country = atlas().of_people(words)
    assert country is not None
    assert country.iso3166 == code


@pytest.mark.parametrize(
    ("words", "code"),
    [("Yerevan", "AM"), ("Kiev", "UA"), ("Kyiv", "UA"), ("Bogotá", "CO"), ("the Kremlin", "RU"), ("Élysée", "FR")],
)
def test_capitals_and_seats(words: str, code: str) -> None:
    country = atlas().ruled_from(words)
    assert country is not None
    assert country.iso3166 == code


@pytest.mark.parametrize("words", ["Tampere", "minister", ""])
def test_others_are_no_states(words: str) -> None:
    assert {atlas().named(words), atlas().of_people(words), atlas().ruled_from(words)} == {None}


def test_every_state_has_a_name_of_its_own() -> None:
    for code, country in atlas().by_code.items():
        assert atlas().named(country.name) == country
        assert len(code) == 2
