# SPDX-License-Identifier: AGPL-3.0-or-later
"""The colours keep their contrast, in the light and in the dark.

Source: OKLab (Ottosson 2020) for the way to linear sRGB, WCAG 2.2 for relative luminance and contrast.
"""

import math
import re
from pathlib import Path

import pytest

CSS = Path(__file__).parents[1] / "static" / "look" / "css" / "tokens.css"
LIGHT, DARK = CSS.read_text().split("@media (prefers-color-scheme: dark)")
TEXT, MARK = 4.5, 3.0


def _colours(css):
    found = re.findall(r"--([a-z-]+): oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)", css)
    return {name: tuple(float(part) for part in parts) for name, *parts in found}


def _luminance(colour):
    lightness, chroma, hue = colour
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short
    return sum(part * min(1, max(0, light)) for part, light in ((0.2126, red), (0.7152, green), (0.0722, blue)))


def _contrast(one, other):
    brighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def test_the_measure_knows_black_on_white():
    assert _contrast((1, 0, 0), (0, 0, 0)) == pytest.approx(21, abs=0.01)


def test_light_and_dark_have_the_same_names():
    assert _colours(LIGHT).keys() == _colours(DARK).keys()
    assert len(_colours(LIGHT)) >= 15


@pytest.mark.parametrize("css", [LIGHT, DARK], ids=["light", "dark"])
def test_words_can_be_read(css):
    colours = _colours(css)
    pairs = [(words, ground) for words in ("ink", "soft", "carrot-ink", "leaf", "plum", "sea") for ground in ("paper", "card")]
    pairs += [(words, f"{ground}-wash") for ground in ("carrot", "leaf", "plum", "sea") for words in ("ink", "soft")]
    pairs += [(f"{name}", f"{name.removesuffix('-ink')}-wash") for name in ("carrot-ink", "leaf", "plum", "sea")]
    pairs += [("card", "carrot-ink"), ("soft", "line")]
    poor = {pair: round(_contrast(colours[pair[0]], colours[pair[1]]), 2) for pair in pairs}
    assert not {pair: ratio for pair, ratio in poor.items() if ratio < TEXT}


@pytest.mark.parametrize("css", [LIGHT, DARK], ids=["light", "dark"])
def test_marks_can_be_seen(css):
    colours = _colours(css)
    pairs = [(mark, ground) for mark in ("carrot", "leaf", "plum", "sea", "edge") for ground in ("paper", "card")]
    poor = {pair: round(_contrast(colours[pair[0]], colours[pair[1]]), 2) for pair in pairs}
    assert not {pair: ratio for pair, ratio in poor.items() if ratio < MARK}
