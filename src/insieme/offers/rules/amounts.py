# SPDX-License-Identifier: AGPL-3.0-or-later
"""Amounts and numbers as people type them. Strict: what could be read in two ways is refused, never guessed."""

from __future__ import annotations

import re

from django.utils.translation import gettext_lazy as _

from insieme.foundation.errors import Invalid

#: More than this is a slip of the finger: ten billion euro in cents, or as many people.
MOST = 10**12
MOST_IN_A_LIST = 20
#: A hundred percent in hundredths.
WHOLE = 100_00
PERCENT_WANTED = _("Write a percentage above 0 and up to 100, such as 12 or 12.5.")

_GROUPED = r"[1-9][0-9]{0,2}(?:(?P<between>[.,’' ])[0-9]{3})(?:(?P=between)[0-9]{3})*"
#: Digits enough that a key held down is told it is too large, not that it is no number.
_WHOLE = re.compile(rf"[0-9]{{1,120}}|{_GROUPED}")
_EXACT = re.compile(rf"(?P<whole>[0-9]{{1,120}}|{_GROUPED})(?:(?P<mark>[.,])(?P<parts>[0-9]{{1,2}}))?")
_BELOW_ZERO = re.compile(r"[-−–] ?[0-9]")
_SPACES = re.compile(r"[\s\u00a0\u2009\u202f]+")
_CURRENCY = re.compile(r"^(?:€|eur|euro)\s*|\s*(?:€|eur|euro)$", re.IGNORECASE)
_PERCENT = re.compile(r"\s*%$")


def read_whole(text: str) -> int:
    """A whole number: 1900, 1.900, 1,900 or 1 900. Refuses: `Invalid` anything else, fractions and other scripts included."""
    said = _positive(_plain(text))
    if not _WHOLE.fullmatch(said):
        raise Invalid({"": _("Write a whole number in digits, such as 300 or 1,500.")})
    return _within(int(re.sub(r"[^0-9]", "", said)))


def read_amount(text: str) -> int:
    """An amount of euro, in cents: 50, 50,00, 50.00, 1.900, 1.900,50 or 1,900.50.

    A point or comma before exactly three digits parts the thousands; before one or two digits, the cents. Refuses: `Invalid`.
    """
    hundredths = _hundredths(_positive(_CURRENCY.sub("", _plain(text))))
    if hundredths is None:
        raise Invalid({"": _("Write an amount in digits, with at most two after the point, such as 19.50 or 1,900.")})
    return _within(hundredths)


def read_percent(text: str) -> int:
    """A percentage in hundredths: 12, 12,5 or 12,5 %. Refuses: `Invalid`, also above a hundred."""
    hundredths = _hundredths(_PERCENT.sub("", _plain(text)))
    if hundredths is None or not 0 < hundredths <= WHOLE:
        raise Invalid({"": PERCENT_WANTED})
    return hundredths


def read_numbers(text: str) -> list[int]:
    """Whole numbers parted by commas, semicolons or spaces, rising and each once: "300, 100, 300" is [100, 300]. Refuses: `Invalid`."""
    words = [word for word in re.split(r"[,;\s\u00a0\u202f]+", text) if word]
    if len(words) > MOST_IN_A_LIST or not all(re.fullmatch(r"[0-9]{1,12}", word) for word in words):
        raise Invalid({"": _("Whole numbers from 2 up, separated by commas: for example 100, 300, 500.")})
    return sorted({int(word) for word in words})


def write_amount(cents: int, language: str) -> str:
    """The amount as one types it: 19,50 in Italian, 19.50 in English."""
    return f"{cents // 100}{_mark(language)}{cents % 100:02}"


def write_percent(hundredths: int, language: str) -> str:
    """The percentage as one types it: 12, or 12,5."""
    whole, rest = divmod(hundredths, 100)
    return f"{whole}{_mark(language)}{rest:02}".rstrip("0").rstrip(",.") if rest else str(whole)


def _mark(language: str) -> str:
    return "." if language.startswith("en") else ","


def _plain(text: str) -> str:
    return _SPACES.sub(" ", text).strip()


def _positive(said: str) -> str:
    if _BELOW_ZERO.match(said):
        raise Invalid({"": _("Write a positive number, without the minus sign.")})
    return said


def _hundredths(said: str) -> int | None:
    found = _EXACT.fullmatch(said)
    # The same mark cannot part both the thousands and the cents.
    if found is None or (found["mark"] and found["mark"] == found["between"]):
        return None
    return int(re.sub(r"[^0-9]", "", found["whole"])) * 100 + int((found["parts"] or "0").ljust(2, "0"))


def _within(value: int) -> int:
    if value > MOST:
        raise Invalid({"": _("This number is too large to be meant: check how many digits it has.")})
    return value
