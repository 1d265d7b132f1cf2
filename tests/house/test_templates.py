# SPDX-License-Identifier: AGPL-3.0-or-later
"""Templates: each compiles, each is used, and none takes a page from a room above or beside its own."""

import ast
import re
from pathlib import Path

import pytest
from django.template.loader import get_template

from house.plan import SOURCE, files, height, name_of
from tests.house.reading import ROOMS, room_of, sources, tree, words

NAMED = re.compile(r"""{%-?\s*(?:extends|include|includepartial)\s+["']([^"']+)["']""")
WHOLE = re.compile(r"[\w./-]+\.(?:html|txt)")


def templates() -> dict[str, Path]:
    """Every template of the rooms, by the name under which it is asked for."""
    found = [path for path in files(".html", ".txt") if path.is_relative_to(SOURCE) and "templates" in path.parts]
    return {"/".join(path.parts[path.parts.index("templates") + 1 :]): path for path in found}


def asked() -> list[tuple[Path, int, str]]:
    """Every place that names a template: file, line, the template's name."""
    places = []
    for path in templates().values():
        for number, line in enumerate(path.read_text().splitlines(), 1):
            places += [(path, number, name.partition("#")[0]) for name in NAMED.findall(line)]
    for path in sources():
        places += [(path, line, text.partition("#")[0]) for line, text in words(tree(path)) if WHOLE.fullmatch(text.partition("#")[0])]
    return places


@pytest.mark.parametrize("name", sorted(templates()))
def test_it_compiles(name):
    assert get_template(name).template is not None


def test_no_template_is_named_that_does_not_exist():
    missing = [
        f"{name_of(path)}:{line} {name}" for path, line, name in asked() if name.partition("/")[0] in ROOMS and name not in templates()
    ]
    assert not missing, "\n".join(missing)


def test_pages_are_taken_from_the_own_room_or_from_below():
    wrong = []
    for path, line, name in asked():
        room, owner = room_of(path), name.partition("/")[0]
        # Look is furniture: every page extends it, those of the record beside it too.
        if owner in ROOMS and owner not in {room, "look"} and (not room or height(owner) >= height(room)):
            wrong.append(f"{name_of(path)}:{line} {name}")
    assert not wrong, "\n".join(wrong)


def test_every_template_is_used():
    used = {name for *_, name in asked()} | {word for word in _endings() if word in templates()}
    # Those outside of a room's own folder answer to a library's name (account/login.html).
    unused = [name for name in templates() if name.partition("/")[0] in ROOMS and name not in used]
    assert not unused, "\n".join(unused)


def _endings() -> set[str]:
    """Names put together from a folder and a file: f"look/parts/{part}.html" may mean any of that folder."""
    shapes = [node for path in sources() for node in ast.walk(tree(path)) if isinstance(node, ast.JoinedStr)]
    patterns = [
        "".join(re.escape(part.value) if isinstance(part, ast.Constant) else r"[\w/-]+" for part in shape.values) for shape in shapes
    ]
    return {name for name in templates() for pattern in patterns if pattern.endswith(r"\.html") and re.fullmatch(pattern, name)}
