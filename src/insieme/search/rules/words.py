# SPDX-License-Identifier: AGPL-3.0-or-later
"""Words as the index has them: without accents, without the ones that say nothing, each by its Italian and its English stem.

Whoever writes "offerte" finds "offerta", and "houses" finds "house", whatever language the text is in: a text stands in the index
twice, first in Italian stems, then in English ones. So it is the same on every database, none of which stems anything itself.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import snowballstemmer

LANGUAGES = ("italian", "english")
#: Stands between the two readings of a text, so that no phrase goes from the end of one into the other.
SEAM = "0seam0"
_WORD = re.compile(r"[^\W_]+")
_ITALIAN = """
    a ad ai al alla alle agli allo anche c che chi ci come con cui d da dai dal dalla dalle dagli dello dei del della delle degli di e ed
    era gli ha hanno ho i il in io l la le lei lo loro lui ma mi ne nei nel nella nelle negli noi non o per piu quella quelle quelli quello
    questa queste questi questo s se si sia sono su sua sue sui sul sulla sulle suo t ti tra tu un una uno v vi voi
"""
_ENGLISH = """
    an and are as at be been but by for from had has have he her his if is it its my no not of on or our she so than that the their them
    then there these they this those to was we were what which who will with you your
"""
#: Left out of the index and of what is asked: they stand in every text.
EMPTY = frozenset((_ITALIAN + _ENGLISH).split())
_STEMMERS = [snowballstemmer.stemmer(language) for language in LANGUAGES]


def fold(text: str) -> str:
    """`text` in small letters without accents."""
    # Letters of other shapes become plain ones first: some of those are capitals again.
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def words(text: str) -> list[str]:
    """The folded words of a text, those that say nothing left out."""
    return [word for word in _WORD.findall(fold(text)) if word not in EMPTY]


@lru_cache(maxsize=65_536)
def stems(word: str) -> tuple[str, str]:
    """The Italian and the English stem of a folded word."""
    italian, english = (stemmer.stemWord(word) for stemmer in _STEMMERS)
    return italian, english


def readings(listed: list[str]) -> list[tuple[str, ...]]:
    """Folded words as Italian stems, and as English ones where those differ."""
    if not listed:
        return []
    italian, english = zip(*(stems(word) for word in listed), strict=True)
    return [italian] if italian == english else [italian, english]


def stemmed(text: str) -> str:
    """A text as it stands in the index."""
    return f" {SEAM} ".join(" ".join(reading) for reading in readings(words(text)))


def token(*parts: str) -> str:
    """What something that is no word is called in the index: `token("place", "037006")`; letters and digits alone."""
    return "".join(part for text in parts for part in _WORD.findall(fold(text)))
