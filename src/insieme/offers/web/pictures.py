# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pictures of a call for those who share it: a PNG for messengers and networks, an SVG for other people's pages. Drawn here, by us."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from io import BytesIO

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from PIL import Image, ImageDraw

from insieme.foundation.text import plain
from insieme.look.blocks import kept
from insieme.look.drawing import bar
from insieme.look.templatetags.look import moment
from insieme.offers.models import Call, Phase
from insieme.offers.web.lettering import width, write

SIZE = (1200, 630)
PAPER, INK, SOFT, CARROT, LINE = "#fdfaf4", "#2a1f1b", "#6f625b", "#d9531e", "#e4dccf"
MARGIN, TITLE, TITLE_WIDTH, MOST_LINES = 80, 64, 1040, 3
#: What the SVG says of its colours; its digest stands in the policy, so that nothing else may be styled.
STYLE = (
    ".p{fill:#fdfaf4}.i{fill:#2a1f1b}.s{fill:#6f625b}.l{fill:#e4dccf}.c{fill:#d9531e}"
    "@media (prefers-color-scheme:dark){.p{fill:#18120d}.i{fill:#f3ece2}.s{fill:#b5a79d}.l{fill:#3a302a}.c{fill:#f2793f}}"
)
STYLE_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()

#: The quorums that are counted in people, where all are. Offers share these people, so the lowest mark tells of none that it is met.
Marks = tuple[int, ...]


def version(call: Call, marks: Marks) -> tuple[object, ...]:
    """All that the pictures show."""
    return (call.title, call.phase, call.people, call.choosing_at, call.closes_at, marks)


def etag(call: Call, marks: Marks, language: str) -> str:
    """What tells one picture from another."""
    return f'"{hashlib.sha256(repr((version(call, marks), language)).encode()).hexdigest()[:24]}"'


def picture(call: Call, marks: Marks) -> bytes:
    """1200 by 630: title, how many take part, until when. In the present language."""
    return kept(f"picture:{call.pk}", version(call, marks), lambda: _drawn(call, marks))


def badge(call: Call, marks: Marks) -> str:
    """A small SVG with the progress, light or dark as the reader's machine. In the present language."""
    filled, ticks = _bar(call, marks)
    values = {
        "call": call,
        "style": mark_safe(f"<style>{STYLE}</style>"),  # noqa: S308 - our own words
        "people": plain(call.people),
        "words": people(call),
        "until": until(call),
        "filled": round(296 * filled),
        "ticks": [round(12 + 296 * at) for at in ticks],
        "title": _cut(call.title, 34),
    }
    return kept(f"badge:{call.pk}", version(call, marks), lambda: render_to_string("offers/badge_svg.html", values))


def people(call: Call) -> str:
    """How many take part, in words."""
    text = ngettext("%(number)s person has pledged", "%(number)s people have pledged", call.people)
    return text % {"number": plain(call.people)}


def until(call: Call) -> str:
    """Until when, or how it ended, in words."""
    match call.phase:
        case Phase.OPEN:
            return _("Offers until %(moment)s") % {"moment": moment(call.choosing_at)}
        case Phase.CHOOSING:
            return _("People choose until %(moment)s") % {"moment": moment(call.closes_at)}
        case Phase.CANCELLED:
            return _("Cancelled")
        case Phase.CLEARED:
            return _("Decided: see the outcome")
        case _:
            return _("Closed, pledges are being counted")


def _bar(call: Call, marks: Marks) -> tuple[float, list[float]]:
    """How far the bar is filled and where its marks stand, as on the page of the call; nothing where nothing could be compared."""
    if not marks:
        return 0.0, []
    drawn = bar({"value": call.people, "ticks": [{"at": mark, "label": ""} for mark in marks]})
    return _part(drawn.filled), [_part(tick.x) for tick in drawn.ticks]


def _part(percent: str) -> float:
    return float(percent.rstrip("%")) / 100


def _drawn(call: Call, marks: Marks) -> bytes:
    image = Image.new("RGB", SIZE, PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, SIZE[0], 14), fill=CARROT)
    write(draw, (MARGIN, 62), "insieme.", size=40, fill=CARROT)
    top = 140
    for line in _lines(call.title):
        write(draw, (MARGIN, top), line, size=TITLE, fill=INK)
        top += 80
    write(draw, (MARGIN, 410), people(call), size=44, fill=INK)
    draw.rounded_rectangle((MARGIN, 480, SIZE[0] - MARGIN, 506), radius=13, fill=LINE)
    share, ticks = _bar(call, marks)
    if filled := round((SIZE[0] - 2 * MARGIN) * share):
        draw.rounded_rectangle((MARGIN, 480, MARGIN + max(26, filled), 506), radius=13, fill=CARROT)
    for at in ticks:
        left = MARGIN + round((SIZE[0] - 2 * MARGIN) * at)
        draw.rectangle((left - 2, 474, left + 1, 512), fill=INK)
    write(draw, (MARGIN, 534), until(call), size=36, fill=SOFT)
    out = BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _lines(text: str) -> Iterator[str]:
    """The text in at most three lines that fit; what does not is cut."""
    line, lines = "", []
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and width(longer, TITLE) > TITLE_WIDTH:
            lines.append(line)
            line = word
        else:
            line = longer
    lines.append(line)
    yield from lines[: MOST_LINES - 1]
    if len(lines) == MOST_LINES:
        yield lines[-1]
    elif len(lines) > MOST_LINES:
        yield f"{lines[MOST_LINES - 1]} …"


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
