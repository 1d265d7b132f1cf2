# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every setting is told, and every one that is told exists."""

import ast
import re

from house.plan import ROOT
from tests.house.reading import calls, sources, tree

TOLD = ROOT / "docs" / "reference" / "environment.md"
#: Read by a library on our behalf, or by Django before the house is there.
BY_OTHERS, NOT_OURS = {"DATABASE_URL", "FORWARDED_ALLOW_IPS"}, {"DJANGO_SETTINGS_MODULE"}


def read() -> set[str]:
    """The variables that the program asks its environment for."""
    found = set()
    for path in sources(tests=False):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Subscript) and ast.unparse(node.value) == "os.environ" and isinstance(node.slice, ast.Constant):
                found.add(node.slice.value)
        found |= {
            call.args[0].value
            for call in calls(tree(path))
            if ast.unparse(call.func) in {"os.environ.get", "os.getenv"} and isinstance(call.args[0], ast.Constant)
        }
    return found


def test_every_setting_is_told_and_nothing_else():
    told = set(re.findall(r"^\| `([A-Z_]+)` \|", TOLD.read_text(), re.MULTILINE))
    assert told == (read() | BY_OTHERS) - NOT_OURS
