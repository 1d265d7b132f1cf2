# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writing the record to a folder, as the files that are served. Broken off and begun again, it completes what is there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from insieme.record.queries.files import files, notes

Report = Callable[[int], None]


def export(folder: Path, report: Report = lambda _files: None) -> int:
    """Write all files of the record to `folder`, each whole or not at all, and return how many; `report` is told after each."""
    folder.mkdir(parents=True, exist_ok=True)
    partial: set[Path] = set()
    count = 0
    for name, data in files():
        if name == "checkpoint":
            _write(folder / "checkpoints", notes())
        _write(folder / name, [data])
        if ".p/" in name:
            partial.add(folder / name)
        count += 1
        report(count)
    _remove_stale(folder, partial)
    return count


def _write(path: Path, chunks: Iterable[bytes]) -> None:
    """Write a file whole, or leave what was there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    made = path.with_name(f".{path.name}.new")
    with made.open("wb") as file:
        file.writelines(chunks)
    made.replace(path)


def _remove_stale(folder: Path, partial: set[Path]) -> None:
    """Remove tiles that an earlier export left half full and that have grown since."""
    for path in (folder / "tile").rglob("*.p/*"):
        if path not in partial:
            path.unlink()
            if not any(path.parent.iterdir()):
                path.parent.rmdir()
