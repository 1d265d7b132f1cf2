# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reads the sources as the laws need them: parsed once, each with the room that it stands in."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator
from pathlib import Path

from house.plan import FLOORS, SOURCE, files

ROOMS = frozenset(room for floor in FLOORS for room in floor)


@functools.cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), filename=str(path))


def sources(*, tests: bool = True) -> list[Path]:
    """The Python of the rooms; without migrations, which Django writes."""
    return [
        path
        for path in files(".py")
        if path.is_relative_to(SOURCE) and "migrations" not in path.parts and (tests or "tests" not in path.parts)
    ]


def room_of(path: Path) -> str:
    """The room in which a file stands; empty at the house's own door."""
    return path.relative_to(SOURCE).parts[0] if len(path.relative_to(SOURCE).parts) > 1 else ""


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)))


def calls(node: ast.AST) -> Iterator[ast.Call]:
    return (each for each in ast.walk(node) if isinstance(each, ast.Call))


def called(call: ast.Call) -> str:
    """The last name of what is called: `get_model` of `apps.get_model(...)`."""
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def words(node: ast.AST) -> Iterator[tuple[int, str]]:
    """Every string in the code, with its line."""
    return ((each.lineno, each.value) for each in ast.walk(node) if isinstance(each, ast.Constant) and isinstance(each.value, str))
