# SPDX-License-Identifier: AGPL-3.0-or-later
"""The change fragments in `changes/`: one short file for each change that somebody who uses Insieme would notice."""

from __future__ import annotations

import re
import sys

from house.plan import ROOT, files, name_of

KINDS = ("Added", "Changed", "Fixed", "Removed")
NAME = re.compile(r"\d{4}-[a-z0-9-]+\.md")


def wrong() -> list[str]:
    """Say what is wrong with the fragments, one sentence for each."""
    fragments = [path for path in files(".md") if path.parent == ROOT / "changes" and path.name != "README.md"]
    if not fragments:
        return ["changes/ holds no fragment: tell in one what this change brings (changes/README.md says how)."]
    told = [f"{name_of(path)}: name it NNNN-a-few-words.md." for path in fragments if not NAME.fullmatch(path.name)]
    numbers = [path.name[:4] for path in fragments]
    told += [f"changes/: the number {number} stands twice." for number in sorted(set(numbers)) if numbers.count(number) > 1]
    for path in fragments:
        kind, _, told_in_it = path.read_text().partition(":")
        if kind not in KINDS or not told_in_it.strip():
            told.append(f"{name_of(path)}: begin with {', '.join(KINDS[:-1])} or {KINDS[-1]} and a colon, then say what changes for whom.")
    return told


def main() -> int:
    """Check the fragments; with nothing wrong, say nothing."""
    told = wrong()
    sys.stdout.write("".join(f"{sentence}\n" for sentence in told))
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main())
