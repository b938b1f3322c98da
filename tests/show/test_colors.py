"""The page's colours as look.css has them: legible, and different for every kind of colour vision."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import pytest

import reportedly.show
from reportedly.show.html import HUES

Color = tuple[float, float, float]

CSS = Path(reportedly.show.__file__).with_name("page").joinpath("look.css").read_text(encoding="utf-8")
MODES = ("light", "dark")
LEGIBLE = 4.5  # contrast that WCAG 2.2 asks of text, level AA
APART = 0.05  # distance in OKLab at which two colours beside each other are told apart at a glance

# Machado, Oliveira and Fernandes (2009): how linear RGB looks to who lacks a kind of cone.
VISION = {
    "all cones": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
# Ottosson (2020): linear RGB -> cones -> OKLab.
CONES = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
OKLAB = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)


def named(name: str, mode: str) -> Color:
    """A custom property that is a pair of colours, as sRGB from 0 to 1."""
    pair = re.search(rf"{name}: light-dark\((#\w{{6}}), (#\w{{6}})\)", CSS)
    assert pair, name
    code = pair[1 + MODES.index(mode)]
    red, green, blue = (int(code[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue


def ink(hue: int, mode: str) -> Color:
    return named(rf"\.hue-{hue} {{ --ink", mode)


def share(name: str) -> float:
    match = re.search(rf"--{name}: (\d+)%", CSS)
    assert match, name
    return int(match[1]) / 100


def mixed(color: Color, amount: float, ground: Color) -> Color:
    """``color-mix(in srgb, color amount, ground)``"""
    red, green, blue = (amount * c + (1 - amount) * g for c, g in zip(color, ground, strict=True))
    return red, green, blue


def linear(color: Color) -> Color:
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in color)
    return red, green, blue


def times(matrix: tuple[tuple[float, ...], ...], color: Color) -> Color:
    red, green, blue = (sum(m * c for m, c in zip(row, color, strict=True)) for row in matrix)
    return red, green, blue


def contrast(one: Color, other: Color) -> float:
    weights = ((0.2126, 0.7152, 0.0722),) * 3
    light, dark = sorted((times(weights, linear(color))[0] for color in (one, other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def seen(color: Color, vision: str) -> Color:
    """Where in OKLab a colour lies for a kind of vision."""
    red, green, blue = (min(max(c, 0), 1) ** (1 / 3) for c in times(CONES, times(VISION[vision], linear(color))))
    return times(OKLAB, (red, green, blue))


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("hue", range(HUES + 1))
def test_words_are_legible_on_every_mark(hue: int, mode: str) -> None:
    paper, text = named("--paper", mode), named("--text", mode)
    for amount in (share("tint"), share("strong")):
        assert contrast(text, mixed(ink(hue, mode), amount, paper)) >= LEGIBLE


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("hue", range(HUES + 1))
def test_names_are_legible_beside_the_story_and_sources_within_anybodys_words(hue: int, mode: str) -> None:
    paper = named("--paper", mode)
    grounds = [paper, named("--panel", mode)]
    grounds += [mixed(ink(other, mode), share("tint"), paper) for other in range(HUES + 1)]
    assert min(contrast(ink(hue, mode), ground) for ground in grounds) >= LEGIBLE


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", ["--text", "--quiet", "--alarm"])
def test_everything_else_is_legible(name: str, mode: str) -> None:
    assert min(contrast(named(name, mode), named(ground, mode)) for ground in ("--paper", "--panel")) >= LEGIBLE


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize("mode", MODES)
def test_speakers_are_told_apart(mode: str, vision: str) -> None:
    places = [seen(ink(hue, mode), vision) for hue in range(1, HUES + 1)]
    for one, other in combinations(places, 2):
        assert sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5 >= APART
