# SPDX-License-Identifier: AGPL-3.0-or-later
"""Nothing grows past what one can read at a sitting. Past its soft limit (STYLE.md) a file is split by subject; these are the hard ones."""

from pathlib import Path

from house.plan import ROOT, SOURCE, files, name_of
from tests.house.reading import functions

FUNCTION = 40
PLAIN = 400
PAGE = 200
TESTS = 500
BY_NAME = {
    "__init__": 60,
    "apps": 60,
    "rules": 250,
    "facts": 250,
    "models": 400,
    "access": 200,
    "queries": 300,
    "actions": 400,
    "tasks": 150,
    "reactions": 150,
    "forms": 250,
    "schemas": 250,
    "web": 300,
    "api": 250,
    "management": 100,
    "urls": 80,
}


def limit(path: Path) -> int:
    """The most lines that a file of this kind may have."""
    if path.suffix != ".py":
        return PAGE
    if "tests" in path.parts:
        return TESTS
    if path.stem in BY_NAME:
        return BY_NAME[path.stem]
    return next((BY_NAME[part] for part in path.relative_to(ROOT).parts if part in BY_NAME), PLAIN)


def length(path: Path) -> int:
    return len(path.read_text().splitlines())


def test_the_limit_follows_the_kind_of_file():
    assert limit(SOURCE / "offers" / "web.py") == 300
    assert limit(SOURCE / "offers" / "actions" / "pledging.py") == 400
    assert limit(SOURCE / "offers" / "actions" / "__init__.py") == 60
    assert limit(SOURCE / "offers" / "tests" / "test_rules.py") == 500
    assert limit(SOURCE / "offers" / "management" / "commands" / "work.py") == 100
    assert limit(SOURCE / "offers" / "templates" / "offers" / "call.html") == 200


def test_no_file_is_longer_than_its_kind_may_be():
    kept = [path for path in files(".py", ".html", ".css", ".js") if "migrations" not in path.parts]
    long = [f"{name_of(path)}: {length(path)} lines, {limit(path)} at most" for path in kept if length(path) > limit(path)]
    assert len(kept) > 50
    assert not long, "\n".join(long)


def test_no_function_is_longer_than_a_screen():
    long = [
        f"{name_of(path)}:{node.lineno} {node.name}: {node.end_lineno - node.lineno + 1} lines, {FUNCTION} at most"
        for path in files(".py")
        if "migrations" not in path.parts
        for node in functions(path)
        if node.end_lineno - node.lineno + 1 > FUNCTION
    ]
    assert not long, "\n".join(long)
