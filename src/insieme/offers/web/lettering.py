# SPDX-License-Identifier: AGPL-3.0-or-later
"""Letters on a picture. The font that Pillow brings along has no accented letters: here they are put together, letter and accent.

No font is downloaded or asked of the machine, so a picture looks the same everywhere.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from PIL import ImageDraw, ImageFont

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont
#: Combining marks, and the sign of the font that looks like each.
ACCENTS = {"\u0300": "`", "\u0301": "\u00b4", "\u0302": "^", "\u0303": "~"}
#: Above a capital an accent stands higher by this part of the size.
RISE = 0.2
PLAINER = str.maketrans(
    {"–": "-", "—": "-", "\u2011": "-", "€": "EUR", "ß": "ss", "ø": "o", "Ø": "O", "æ": "ae", "Æ": "AE", "ł": "l", "¨": "", "\u00a0": " "}
)


@dataclass(frozen=True, slots=True)
class Glyph:
    """One letter with the accent above it, if it has one."""

    letter: str
    accent: str = ""


@cache
def font(size: int) -> Font:
    """The font in this size."""
    return ImageFont.load_default(size)


def glyphs(text: str) -> Iterator[Glyph]:
    """The text as letters of the font with their accents; a mark that it cannot draw falls away, and its letter stays."""
    letter = accent = ""
    for sign in unicodedata.normalize("NFD", text.translate(PLAINER)):
        if unicodedata.combining(sign):
            accent = ACCENTS.get(sign, accent)
            continue
        if letter:
            yield Glyph(letter, accent)
        letter, accent = sign, ""
    if letter:
        yield Glyph(letter, accent)


def width(text: str, size: int) -> float:
    """How wide the text becomes, in pixels."""
    return float(font(size).getlength("".join(each.letter for each in glyphs(text))))


def write(draw: ImageDraw.ImageDraw, at: tuple[float, float], text: str, *, size: int, fill: str) -> None:
    """Write the text with its upper left corner there."""
    used, (left, top) = font(size), at
    before = ""
    for each in glyphs(text):
        x = left + float(used.getlength(before))
        draw.text((x, top), each.letter, font=used, fill=fill)
        if each.accent:
            middle = x + (float(used.getlength(each.letter)) - float(used.getlength(each.accent))) / 2
            draw.text((middle, top - (RISE * size if each.letter.isupper() else 0)), each.accent, font=used, fill=fill)
        before += each.letter
