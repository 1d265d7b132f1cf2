# SPDX-License-Identifier: AGPL-3.0-or-later
"""Names say what things are; every file says under which licence; nothing is left for later in a comment."""

import ast
import re

import pytest

from house.plan import ROOT, SOURCE, SPDX, files, name_of, rooms
from tests.house.reading import tree

# Where anything may go, everything goes.
# Django looks for a database backend under that name.
DJANGOS = {"src/insieme/foundation/sqlite3/base.py", "src/insieme/foundation/postgresql/base.py"}
VAGUE = {"helper", "helpers", "util", "utils", "common", "misc", "base", "manager", "managers", "services", "lib"}
LATER = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"]) + r")\b")


def test_no_file_has_a_name_for_everything():
    vague = [
        name_of(path) for path in files(".py") if VAGUE & {path.stem, *path.relative_to(ROOT).parts[:-1]} and name_of(path) not in DJANGOS
    ]
    assert not vague, "\n".join(vague)


def test_every_source_names_its_licence_on_top():
    # A file that can be run by itself has its shebang first.
    bare = [name_of(path) for path in files(".py") if (text := path.read_text()) and SPDX not in text.splitlines()[:2]]
    assert not bare, f"these lack the line {SPDX}:\n" + "\n".join(bare)


def test_nothing_is_left_for_later_in_a_comment():
    left = [
        f"{name_of(path)}:{number}"
        for path in files(".py", ".html", ".css", ".js", ".toml", ".md", "Makefile", ".ci/run")
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if LATER.search(line)
    ]
    assert not left, "\n".join(left)


def test_every_room_stands_on_a_floor():
    standing = {path.name for path in SOURCE.iterdir() if (path / "__init__.py").is_file()}
    assert standing == set(rooms()), "a room that no floor knows: FLOORS in house/plan.py and .importlinter"


@pytest.mark.parametrize("room", rooms())
def test_every_room_says_what_it_is_for(room):
    told = ast.get_docstring(tree(SOURCE / room / "__init__.py")) or ""
    assert len(told) > 40
    assert "say here in a sentence" not in told, "the scaffold's words still stand there"
