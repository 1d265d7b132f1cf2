# SPDX-License-Identifier: AGPL-3.0-or-later
"""The catalogues of texts, by Babel alone: no gettext needed on the machine.

`python -m house.catalogue update` brings each catalogue up to date with the texts in the sources; `check` names what it lacks.
"""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from house.plan import SOURCE, files, name_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


def catalogues() -> list[Path]:
    """Return the catalogue of each language that people may choose beside English, which is the language of the sources."""
    return sorted((SOURCE / "locale").glob("*/LC_MESSAGES/django.po"))


def texts() -> Catalog:
    """Gather every text for people that the sources mark."""
    gathered = Catalog(project="insieme", charset="utf-8")
    for path in files(".py", ".html", ".txt"):
        if path.is_relative_to(SOURCE) and "tests" not in path.parts:
            for line, message, comments, context in extract("python", _as_python(path), KEYWORDS, ["Translators:"]):
                gathered.add(message, locations=[(name_of(path), line)], auto_comments=comments, context=context)
    return gathered


def _as_python(path: Path) -> io.BytesIO:
    """Return the source itself, or, of a template, its marked texts as calls with everything else blanked out."""
    source = path.read_text()
    if path.suffix != ".py":
        source = "\n".join(line.strip() for line in templatize(source, origin=str(path)).splitlines())
    return io.BytesIO(source.encode())


def lacks(path: Path) -> list[str]:
    """Say what a catalogue lacks, or has too much of, one line for each text."""
    with path.open("rb") as file:
        catalogue = read_po(file, abort_invalid=True)
    gathered = texts()
    told = [f"not in the catalogue: {_short(text)}" for text in _real(gathered) if not catalogue.get(text.id, text.context)]
    told += [f"in no source any more: {_short(text)}" for text in _real(catalogue) if not gathered.get(text.id, text.context)]
    told += [f"not translated: {_short(text)}" for text in _real(catalogue) if not _complete(text)]
    told += [f"fuzzy: {_short(text)}" for text in _real(catalogue) if text.fuzzy]
    told += [f"{error}: {_short(text)}" for text, errors in catalogue.check() for error in errors]
    return told


def update(path: Path) -> None:
    """Bring one catalogue up to date: new texts come in empty, texts that no source has any more go."""
    with path.open("rb") as file:
        catalogue = read_po(file)
    # No guesses: a wrong sentence is worse than an English one.
    catalogue.update(texts(), no_fuzzy_matching=True, update_creation_date=False)
    with path.open("wb") as file:
        write_po(file, catalogue, width=120, sort_by_file=True, include_lineno=False, ignore_obsolete=True)


def _real(catalogue: Catalog) -> Iterator[Message]:
    return (text for text in catalogue if text.id)


def _complete(text: Message) -> bool:
    return all(text.string) if isinstance(text.string, (tuple, list)) else bool(text.string)


def _short(text: Message) -> str:
    words = text.id[0] if isinstance(text.id, (tuple, list)) else text.id
    return repr(words[:100])


def main() -> int:
    """Update or check every catalogue."""
    if sys.argv[1:] not in (["update"], ["check"]):
        sys.stderr.write("python -m house.catalogue update | check\n")
        return 2
    if sys.argv[1] == "update":
        for path in catalogues():
            update(path)
    told = [f"{name_of(path)}: {lack}\n" for path in catalogues() for lack in lacks(path)]
    sys.stdout.write("".join(told))
    return 1 if told and sys.argv[1] == "check" else 0


if __name__ == "__main__":
    sys.exit(main())
