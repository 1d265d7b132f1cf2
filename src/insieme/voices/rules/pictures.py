# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pictures that people send, drawn anew: what comes out holds what one sees and nothing else, neither place nor camera nor code."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from threading import Lock

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from insieme.foundation.errors import Invalid

MOST = 4
BYTES = 5 * 1024 * 1024
#: What a telephone takes today has some 50 million points, and a JPEG need not be unpacked whole to be made small.
POINTS_OF_JPEG = 60_000_000
#: Anything else must be: a few kilobytes that unpack to more than a screen ever shows are a trap.
POINTS = 12_000_000
SIDE = 1600
QUALITY = 80
FORMATS = ("JPEG", "PNG", "WEBP")
CONTENT_TYPE = "image/webp"
#: One picture is unpacked at a time: many at once would take the memory of everybody.
_ONE = Lock()


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture as we keep it: WebP, at most 1,600 points on its longer side."""

    data: bytes
    width: int
    height: int
    alt: str = ""


def drawn(data: bytes, *, alt: str = "", field: str = "pictures") -> Drawn:
    """Draw a picture anew.

    Refuses: `Invalid` for what is too large or no picture of a known kind, before it is unpacked.
    """
    if len(data) > BYTES:
        raise Invalid({field: _("A picture may have 5 MB at most. Make it smaller and choose it again.")})
    try:
        with _ONE, Image.open(BytesIO(data), formats=FORMATS) as sent:
            if sent.width * sent.height > (POINTS if _is_unpacked_whole(sent) else POINTS_OF_JPEG):
                raise Invalid({field: _("This picture has too many points. Make it smaller and choose it again.")})
            plain = _small(sent)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning) as fault:
        raise Invalid({field: _("This is no picture that we can read: choose a JPEG, PNG or WebP file.")}) from fault
    # A fresh sheet: whatever the file said beside its points stays behind.
    sheet = Image.new(plain.mode, plain.size)
    sheet.paste(plain)
    out = BytesIO()
    sheet.save(out, "WEBP", quality=QUALITY)
    return Drawn(out.getvalue(), sheet.width, sheet.height, alt)


def _is_unpacked_whole(sent: Image.Image) -> bool:
    # A progressive JPEG comes in layers, and all of them are kept until the last one is there.
    return sent.format != "JPEG" or "progressive" in sent.info


def _small(sent: Image.Image) -> Image.Image:
    """The picture upright and no larger than we keep it: made small first, since every other step makes a copy."""
    mode = "RGBA" if sent.has_transparency_data else "RGB"
    sent.draft("RGB", (SIDE, SIDE))
    # Between two colours of a palette there is none: such a picture is made small in full colours.
    small = sent.convert(mode) if sent.mode == "P" else sent
    small.thumbnail((SIDE, SIDE))
    return ImageOps.exif_transpose(small).convert(mode)
