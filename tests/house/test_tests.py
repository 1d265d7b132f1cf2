# SPDX-License-Identifier: AGPL-3.0-or-later
"""A test that cannot fail is none."""

import ast
from pathlib import Path

from house.plan import files, name_of
from tests.house.reading import called, calls, functions, tree

# A wait that runs out fails as well.
EXPECTING = ("assert", "expect", "raises", "django_assert", "must_", "timeout", "until")


def judges(node: ast.AST, known: frozenset[str] = frozenset()) -> bool:
    """Whether this can fail by its own judgement, or hands the judgement to something that does."""
    if any(isinstance(each, ast.Assert) and not isinstance(each.test, ast.Constant) for each in ast.walk(node)):
        return True
    return any(called(call).startswith(EXPECTING) or called(call) in known for call in calls(node))


def toothless(path: Path) -> list[str]:
    judging = frozenset(node.name for node in functions(path) if judges(node))
    return [
        f"{name_of(path)}:{node.lineno} {node.name}"
        for node in functions(path)
        if node.name.startswith("test_") and not judges(node, judging)
    ]


def test_the_law_sees_a_test_without_judgement():
    written = {
        "nothing": "x = 1",
        "always": "assert True",
        "judging": "assert x == 1",
        "raising": "with pytest.raises(E): f()",
        "fails_if": "assert f()",
    }
    found = {name for name, body in written.items() if not judges(ast.parse(body))}
    assert found == {"nothing", "always"}


def test_every_test_can_fail():
    tests = [path for path in files(".py") if path.name.startswith("test_")]
    found = [line for path in tests for line in toothless(path)]
    assert not found, "\n".join(found)


def test_every_file_of_tests_holds_tests():
    empty = [
        name_of(path)
        for path in files(".py")
        if path.name.startswith("test_") and not any(node.name.startswith("test_") for node in functions(path))
    ]
    assert not empty, "\n".join(empty)


def test_no_test_waits_or_is_left_out():
    found = [
        f"{name_of(path)}:{node.lineno}"
        for path in files(".py")
        if path.name.startswith("test_")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and ast.unparse(node) in {"time.sleep", "pytest.mark.skip", "pytest.mark.xfail"}
    ]
    assert not found, "wait for what happens, not for a time; mend or delete what fails:\n" + "\n".join(found)
