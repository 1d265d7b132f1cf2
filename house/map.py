# SPDX-License-Identifier: AGPL-3.0-or-later
"""`make map`: the rooms from the roof down, how large they are and whom they stand on."""

from __future__ import annotations

import sys

import grimp

from house.plan import FLOORS, SOURCE, files, rooms


def lines(room: str) -> tuple[int, int, int]:
    """Return a room's lines of Python, of templates and styles, and of tests."""
    python = pages = tests = 0
    for path in files(".py", ".html", ".css", ".js"):
        if path.is_relative_to(SOURCE / room):
            count = len(path.read_text().splitlines())
            if "tests" in path.parts:
                tests += count
            elif path.suffix == ".py":
                python += count
            else:
                pages += count
    return python, pages, tests


def imports() -> dict[str, list[str]]:
    """Return, for each room, the rooms that it imports."""
    graph = grimp.build_graph("insieme", include_external_packages=False, exclude_type_checking_imports=True)
    found: dict[str, set[str]] = {room: set() for room in rooms()}
    for module in graph.modules:
        for other in graph.find_modules_directly_imported_by(module):
            parts, others = module.split("."), other.split(".")
            if len(parts) > 1 and parts[1] in found and "tests" not in parts and others[1:2] != parts[1:2]:
                found[parts[1]].add(others[1])
    return {room: [below for below in rooms() if below in others] for room, others in found.items()}


def main() -> int:
    """Print the map, one floor a paragraph."""
    below = imports()
    sys.stdout.write(f"{'':14}{'python':>8}{'pages':>8}{'tests':>8}  imports\n")
    for floor in FLOORS:
        for room in floor:
            if room in below:
                python, pages, tests = lines(room)
                sys.stdout.write(f"{room:14}{python:8}{pages:8}{tests:8}  {' '.join(below[room]) or '-'}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
