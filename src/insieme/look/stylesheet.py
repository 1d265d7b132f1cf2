# SPDX-License-Identifier: AGPL-3.0-or-later
"""One style sheet for the house, joined from the files of `look` and of the rooms.

A page links `look/house.css` and nothing else. Joining happens in a finder of Django's static files because everything
that serves or collects such files asks finders: the development server and the live server of the tests see a change at the next
request, `collectstatic` hashes and compresses the result like any other file, and no build step stands between.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

NAME = "look/house.css"
LAYERS = ("tokens", "base", "layout", "parts", "rooms", "utilities", "print")
_NOISE = re.compile(r"/\*.*?\*/|^\s+|\n", re.DOTALL | re.MULTILINE)


def sources() -> Iterator[tuple[str, Path]]:
    """Yield each file with the name of its layer, in the order of the layers."""
    css = Path(__file__).parent / "static" / "look" / "css"
    for layer in LAYERS:
        if layer == "parts":
            found = sorted((css / "parts").glob("*.css"))
        elif layer == "rooms":
            rooms = [Path(app.path) / "static" / app.label / "css" for app in apps.get_app_configs() if app.name.startswith("insieme.")]
            found = sorted(file for room in rooms if room != css for file in room.glob("*.css"))
        else:
            found = [css / f"{layer}.css"]
        yield from ((layer, file) for file in found)


def joined() -> str:
    """Return the whole style sheet: the order of the layers, then each file in its layer, without comments and indents."""
    parts = [f"@layer {','.join(LAYERS)};"]
    parts += [f"@layer {layer}{{{_NOISE.sub('', file.read_text(encoding='utf-8'))}}}" for layer, file in sources()]
    return "\n".join(parts) + "\n"


class HouseStyle(BaseFinder):
    """Offers the joined style sheet as the static file `look/house.css`, kept in the data folder."""

    def __init__(self) -> None:
        """Keep the file outside of the package, which may not be writable."""
        self.storage = FileSystemStorage(settings.DATA / "joined")

    def find(self, path: str, find_all: bool = False) -> Any:
        """Return where the joined file lies, brought up to date first."""
        found = [self._fresh()] if path == NAME else []
        return found if find_all else (found[0] if found else [])

    def list(self, _ignored: object) -> Iterator[tuple[str, FileSystemStorage]]:
        """Yield the joined file to `collectstatic`."""
        self._fresh()
        yield NAME, self.storage

    def _fresh(self) -> str:
        file = Path(self.storage.path(NAME))
        text = joined()
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            file.parent.mkdir(parents=True, exist_ok=True)
            whole = file.with_suffix(f".{os.getpid()}")
            whole.write_text(text, encoding="utf-8")
            whole.replace(file)
        return str(file)
