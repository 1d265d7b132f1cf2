# SPDX-License-Identifier: AGPL-3.0-or-later
"""Newcomers, subnets, mentions, pictures."""

import warnings
import zlib
from datetime import timedelta
from io import BytesIO
from struct import pack

import pytest
from PIL import Image

from insieme.foundation.errors import Invalid
from insieme.foundation.subnets import subnet
from insieme.foundation.text import markdown
from insieme.voices.rules.newcomers import is_newcomer
from insieme.voices.rules.pictures import BYTES, SIDE, drawn
from insieme.voices.rules.texts import named_in
from insieme.voices.tests.makers import DAY, a_picture


@pytest.mark.parametrize(("shown", "hours", "new"), [(0, 999, True), (1, 999, True), (2, 23, True), (2, 24, False), (9, 25, False)])
def test_somebody_is_new_until_two_voices_and_a_day(shown, hours, new):
    assert is_newcomer(shown=shown, joined_at=DAY - timedelta(hours=hours), now=DAY) is new


@pytest.mark.parametrize(
    ("address", "net"),
    [
        ("93.44.1.200", "93.44.1.0/24"),
        ("::ffff:93.44.1.7", "93.44.1.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("socket", "unknown"),
    ],
)
def test_neighbours_count_together(address, net):
    assert subnet(address) == net


def test_a_mention_becomes_a_link_but_not_in_code_links_or_addresses():
    known = {"ada": "/people/ada/"}
    html = markdown("@Ada e `@ada` e [@ada](https://example.org) e io@ada.it e @bea", known)
    assert html.count('href="/people/ada/"') == 1
    assert ">@Ada</a>" in html
    assert markdown("**@ada**!", known).count("<strong><a ") == 1


def test_names_are_found_once_and_ten_at_most():
    assert named_in("@ada, @Ada! @bea?") == ["ada", "bea"]
    assert len(named_in(" ".join(f"@nome{number}" for number in range(30)))) == 10


def test_a_picture_keeps_what_one_sees_and_nothing_else():
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "Fotocamera di Ada", 6
    sent = a_picture(3000, 1000, "JPEG", exif=exif)
    assert b"Fotocamera" in sent
    kept = drawn(sent)
    with Image.open(BytesIO(kept.data)) as seen:
        assert (seen.format, seen.size, dict(seen.getexif())) == ("WEBP", (kept.width, kept.height), {})
    assert kept.height == SIDE  # turned upright, and made smaller
    assert kept.width < kept.height
    assert b"Fotocamera" not in kept.data


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "JPEG"])
def test_the_three_kinds_are_taken(kind):
    assert drawn(a_picture(kind=kind)).width == 40


@pytest.mark.parametrize(
    "sent", [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", a_picture(kind="GIF"), a_picture()[:60], b"x" * (BYTES + 1)]
)
def test_what_is_no_such_picture_is_refused(sent):
    with pytest.raises(Invalid):
        drawn(sent)


@pytest.mark.parametrize("side", [8_000, 60_000])
def test_a_picture_that_unpacks_to_a_mountain_is_refused_before_it_does(side):
    def chunk(name, data):
        return pack(">I", len(data)) + name + data + pack(">I", zlib.crc32(name + data))

    head = pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    warnings.simplefilter("ignore")  # as it is outside of the tests
    with pytest.raises(Invalid):
        drawn(bomb)


@pytest.mark.parametrize(
    ("kind", "saved"), [("PNG", {"optimize": True}), ("WEBP", {"lossless": True}), ("JPEG", {"quality": 1, "progressive": True})]
)
def test_a_few_kilobytes_do_not_unpack_to_the_memory_of_everybody(kind, saved):
    sent = a_picture(4_000, 4_000, kind, **saved)
    with pytest.raises(Invalid, match="troppi punti"):
        drawn(sent)


def test_what_a_telephone_takes_is_taken():
    assert drawn(a_picture(5_000, 4_000, "JPEG", quality=1)).width == SIDE


def test_a_picture_with_a_palette_is_made_small_in_full_colours():
    out = BytesIO()
    stripes = Image.new("P", (2 * SIDE, 2))
    stripes.putpalette([255, 0, 0, 0, 0, 255])
    stripes.putdata([0, 1] * 2 * SIDE)
    stripes.save(out, "PNG")
    with Image.open(BytesIO(drawn(out.getvalue()).data)) as seen:
        red, _green, blue = seen.convert("RGB").getpixel((SIDE // 2, 0))
    assert max(red, blue) < 200  # the mean of two stripes, neither of them
