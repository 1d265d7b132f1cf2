# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tables as files that every spreadsheet opens: comma-separated, in UTF-8, written row by row while they are sent."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Iterator

#: What a spreadsheet takes for the beginning of a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def comma_separated(rows: Iterable[Iterable[object]]) -> Iterator[bytes]:
    """The rows as lines of a file. What people wrote is never read as a formula: such words get an apostrophe before them.

    Source: RFC 4180; OWASP, CSV Injection.
    """
    yield codecs.BOM_UTF8
    for row in rows:
        line = io.StringIO()
        # All words in quotes: where a spreadsheet parts cells by another sign, what somebody wrote makes no cell of its own.
        csv.writer(line, quoting=csv.QUOTE_NONNUMERIC).writerow([_harmless(cell) if isinstance(cell, str) else cell for cell in row])
        yield line.getvalue().encode()


def _harmless(words: str) -> str:
    return f"'{words}" if words.startswith(FORMULA) or words.lstrip().startswith(FORMULA) else words
