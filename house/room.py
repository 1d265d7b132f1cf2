# SPDX-License-Identifier: AGPL-3.0-or-later
"""`make room NAME=voices`: the least that a new room needs, and what to do next."""

from __future__ import annotations

import keyword
import sys

from house.plan import FLOORS, SOURCE, SPDX

INIT = '''{spdx}
"""{Name}: say here in a sentence what the room is for, its words, and what it never does."""
'''
APPS = '''{spdx}
"""The room's visiting card."""

from django.apps import AppConfig


class {Name}Config(AppConfig):
    """Registers what the room offers to the others."""

    name = "insieme.{name}"
    label = "{name}"
'''
URLS = '''{spdx}
"""Addresses of the room."""

from django.urls import URLPattern

app_name = "{name}"
urlpatterns: list[URLPattern] = []
'''
NEXT = """src/insieme/{name}/ stands. Now:
  1. say in its __init__.py what it is for;
  2. add "insieme.{name}" to INSTALLED_APPS (config/settings.py) and, with its first page, its urls to config/urls.py;
  3. take its parentheses away in .importlinter, name it under "Inside a room" and give its models a contract;
  4. write its words into docs/glossary.md.
"""


def scaffold(name: str) -> str:
    """Make the room and say what comes next. Refuses: a name on no floor, a room that is already open."""
    if name not in {room for floor in FLOORS for room in floor} or keyword.iskeyword(name):
        return f"No floor has a room {name!r}. Give it its place first, in FLOORS (house/plan.py) and in .importlinter.\n"
    room = SOURCE / name
    if room.exists():
        return f"The room {name} is open already.\n"
    words = {"spdx": SPDX, "name": name, "Name": name.capitalize()}
    empty = {"migrations/__init__.py": "", "tests/__init__.py": ""}
    for file, text in {"__init__.py": INIT, "apps.py": APPS, "urls.py": URLS, **empty}.items():
        path = room / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.format(**words))
    return NEXT.format(**words)


def main() -> int:
    """Make the room that the command line names."""
    if len(sys.argv) != 2:  # noqa: PLR2004 - the command and the name
        sys.stderr.write("make room NAME=voices\n")
        return 2
    said = scaffold(sys.argv[1])
    sys.stdout.write(said)
    return 0 if "stands. Now:" in said else 1


if __name__ == "__main__":
    sys.exit(main())
