# SPDX-License-Identifier: AGPL-3.0-or-later
"""The program's own source, packed: what runs here, with all that it takes to make, run and change it.

MANIFEST.in says what belongs to it.
"""

from __future__ import annotations

import functools
import gzip
import hashlib
import io
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

NAME = "insieme"
#: Everything bears one date and one owner, so that the same program is the same archive everywhere; no zip file knows an earlier date.
LONG_AGO = 315_532_800


@dataclass(frozen=True)
class Source:
    """The archive and its SHA-256."""

    archive: bytes
    digest: str


@functools.cache
def source() -> Source:
    """The source of the program that runs here; made when it is first asked for, and kept as long as the process runs."""
    packed = io.BytesIO()
    with gzip.GzipFile("", "wb", fileobj=packed, mtime=LONG_AGO) as zipped, tarfile.open(fileobj=zipped, mode="w") as tar:
        for name, path in sorted(files().items()):
            about = tarfile.TarInfo(f"{NAME}/{name}")
            about.size, about.mtime = path.stat().st_size, LONG_AGO
            with path.open("rb") as file:
                tar.addfile(about, file)
    return Source(packed.getvalue(), hashlib.sha256(packed.getvalue()).hexdigest())


def files() -> dict[str, Path]:
    """Every file of the source by its name in the repository: the package that runs, and the rest of the repository around it."""
    package = {f"src/insieme/{path.relative_to(settings.ROOT).as_posix()}": path for path in _below(settings.ROOT)}
    rest = (path for name in _named(settings.REPOSITORY / "MANIFEST.in") for path in _below(settings.REPOSITORY / name))
    return package | {path.relative_to(settings.REPOSITORY).as_posix(): path for path in rest}


def _named(manifest: Path) -> Iterator[str]:
    """What MANIFEST.in takes in, save the package itself; nothing where somebody has installed the package without it."""
    for verb, *names in map(str.split, manifest.read_text().splitlines() if manifest.is_file() else ()):
        yield from (name for name in names if verb in {"include", "graft"} and name != "src")


def _below(path: Path) -> Iterator[Path]:
    """A file, or the files of a folder that are source: nothing hidden, nothing made from it, and never a data folder with its keys."""
    if path.is_file() and path.suffix != ".mo":
        yield path
    elif path.is_dir() and path.name != "__pycache__" and not (path / "keys").is_dir():
        for each in path.iterdir():
            if not (each.name.startswith(".") or each.is_symlink() or each == settings.REPOSITORY):
                yield from _below(each)
