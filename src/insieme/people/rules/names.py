# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a name, a handle, what an organisation says of itself and a VAT number must be."""

from __future__ import annotations

import re
import unicodedata

from django.utils.translation import gettext_lazy as _
from stdnum.eu import vat as eu_vat
from stdnum.exceptions import ValidationError as NotANumber

from insieme.foundation.errors import Invalid

HANDLE = re.compile(r"[a-z0-9](?:[a-z0-9-]{1,38}[a-z0-9])")
_WORDS = """
    about account accounts admin administrator api assistenza calls desk edit help home insieme intranet login look mail me
    moderator new null offers official organisations people person pledges privacy record root security settings sign-in
    sign-out sign-up staff static support system undefined village webmaster www
"""
#: Words that would pass for the house itself, or that an address of the house needs.
RESERVED = frozenset(_WORDS.split())
JOINERS = "\u200c\u200d"  # Persian words and composed emoji need them
ABOUT_LENGTH = 2000


def one_line(text: str) -> str:
    """`text` on one line, composed (NFC), without control characters and marks that turn the direction of reading."""
    kept = (letter if letter in JOINERS or unicodedata.category(letter) not in {"Cc", "Cf", "Cs"} else " " for letter in text)
    return " ".join(unicodedata.normalize("NFC", "".join(kept)).split())


def judge_name(text: str, *, longest: int) -> str:
    """Return the name as it will stand, of at most `longest` characters.

    Refuses: `Invalid` where it is longer, or nothing would be seen of it.
    """
    name = one_line(text)
    if not any(unicodedata.category(letter)[0] in "LNPS" for letter in name):
        raise Invalid({"name": _("Enter a name that people can read.")})
    if len(name) > longest:
        raise Invalid({"name": _("Shorten the name to %(longest)s characters.") % {"longest": longest}})
    return name


def judge_about(text: str) -> str:
    """Return what an organisation says of itself, without the bytes that no database keeps.

    Refuses: `Invalid` where it is longer than 2,000 characters.
    """
    about = text.replace("\0", "").strip()
    if len(about) > ABOUT_LENGTH:
        raise Invalid({"about": _("Shorten this to 2,000 characters.")})
    return about


def judge_handle(text: str) -> str | None:
    """Return the handle in lower case, or None where none is wanted.

    Only plain letters: a handle that looks like another in a different script would deceive.
    Refuses: `Invalid` where it is malformed or reserved.
    """
    handle = text.strip().removeprefix("@").lower()
    if not handle:
        return None
    if not HANDLE.fullmatch(handle):
        raise Invalid({"handle": _("Use 3 to 40 letters from a to z, digits and hyphens; begin and end with a letter or a digit.")})
    if handle in RESERVED or handle.isdigit():
        raise Invalid({"handle": _("This handle is kept free. Choose another, for example with your surname.")})
    return handle


def judge_vat(text: str) -> str:
    """Return the VAT number with its country's prefix and nothing between the digits; empty where none was given.

    Eleven digits alone are an Italian *partita IVA*.
    Refuses: `Invalid` where the check digits do not agree.
    Source: python-stdnum, which follows the rules of each member state.
    """
    written = re.sub(r"[\s.\-/]", "", text).upper()
    if not written:
        return ""
    try:
        return str(eu_vat.validate(f"IT{written}" if re.fullmatch(r"[0-9]{11}", written) else written))
    except NotANumber as unsound:
        raise Invalid(
            {"vat": _("This VAT number does not add up. Write the 11 digits of the partita IVA, or the country first, as in DE136695976.")}
        ) from unsound
