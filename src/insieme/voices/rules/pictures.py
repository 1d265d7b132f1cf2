# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pictures that people send, drawn anew: what comes out holds what one sees and nothing else, neither place nor camera nor code."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from insieme.foundation.errors import Invalid

MOST = 4
BYTES = 5 * 1024 * 1024
#: What a telephone takes today has some 50 million points; what unpacks to more is a trap.
POINTS = 60_000_000
SIDE = 1600
QUALITY = 80
FORMATS = ("JPEG", "PNG", "WEBP")
CONTENT_TYPE = "image/webp"


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
        with Image.open(BytesIO(data), formats=FORMATS) as sent:
            if sent.width * sent.height > POINTS:
                raise Invalid({field: _("This picture has too many points. Make it smaller and choose it again.")})
            sent.draft("RGB", (SIDE, SIDE))
            upright = ImageOps.exif_transpose(sent)
            see_through = upright.mode in {"RGBA", "LA", "PA"} or "transparency" in upright.info
            plain = upright.convert("RGBA" if see_through else "RGB")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning) as fault:
        raise Invalid({field: _("This is no picture that we can read: choose a JPEG, PNG or WebP file.")}) from fault
    plain.thumbnail((SIDE, SIDE))
    # A fresh sheet: whatever the file said beside its points stays behind.
    sheet = Image.new(plain.mode, plain.size)
    sheet.paste(plain)
    out = BytesIO()
    sheet.save(out, "WEBP", quality=QUALITY)
    return Drawn(out.getvalue(), sheet.width, sheet.height, alt)
