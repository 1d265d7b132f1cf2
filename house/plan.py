# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where things stand: the rooms, their floors, and the files of the repository."""

from __future__ import annotations

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "insieme"
SPDX = "# SPDX-License-Identifier: AGPL-3.0-or-later"

# From the roof down. `.importlinter` holds the same order for imports; a house test compares the two.
FLOORS = (
    ("config", "village"),
    ("front", "desk"),
    ("measures", "search"),
    ("shows",),
    ("offers", "decisions", "questions", "ideas", "portals", "listening"),
    ("voices", "commitments", "payments", "publishing"),
    ("notices", "hooks"),
    ("people",),
    ("record", "look"),
    ("foundation",),
)


def rooms() -> list[str]:
    """Return the rooms that are open, from the roof down."""
    return [room for floor in FLOORS for room in floor if (SOURCE / room / "__init__.py").is_file()]


def height(room: str) -> int:
    """Return how far above the ground a room stands."""
    return len(FLOORS) - next(place for place, floor in enumerate(FLOORS) if room in floor)


def files(*suffixes: str) -> list[Path]:
    """Return the repository's files with these endings, tracked or about to be, in order."""
    listing = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listing, check=True, capture_output=True, text=True).stdout.split("\0")
    return sorted(ROOT / name for name in names if name.endswith(suffixes) and (ROOT / name).is_file())


def name_of(path: Path) -> str:
    """Return a file's address inside the repository."""
    return path.relative_to(ROOT).as_posix()
