# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an offer says, as one value; what changed between two of them, and whether it may change so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from django.utils.translation import gettext_lazy as _

from insieme.foundation.canonical import canonical, digest
from insieme.foundation.errors import Invalid, WrongState

#: All that binds a company, in the order in which people read it.
BINDING = (
    "product",
    "price_minor",
    "currency",
    "quorum",
    "quorum_unit",
    "capacity",
    "commitment",
    "basis",
    "tiers",
    "proof",
    "proof_by",
    "terms",
)
TEXTS = frozenset({"product", "commitment", "proof", "terms"})
TIER = ("threshold", "percent_hundredths", "amount_minor", "what")
_WORD = re.compile(r"\s+|[^\s]+")

Words = Mapping[str, Any]


class NothingChanged(WrongState):
    """A revision says something else than what is in force."""

    code = "nothing_changed"
    sentence = _("Nothing of the offer changes with this: change what you want to revise first.")


@dataclass(frozen=True, slots=True)
class Change:
    """What of an offer changed: its name among `BINDING`, what it was, what it is."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text that was compared: kept ("same"), taken out ("out") or put in ("in")."""

    kind: str
    text: str


def words_of(said: Mapping[str, Any], tiers: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """All that binds, as plain JSON values: one shape for every signature."""
    proof_by = said["proof_by"]
    plain = {name: said[name] for name in BINDING if name not in {"tiers", "proof_by"}}
    steps = [{name: tier[name] for name in TIER} for tier in tiers]
    return plain | {"tiers": steps, "proof_by": proof_by.isoformat() if isinstance(proof_by, date) else proof_by}


def digest_of(words: Words) -> str:
    """What tells one text of an offer from another: SHA-256 of its canonical JSON."""
    return digest(b"", canonical(dict(words)))


def changes(before: Words, after: Words) -> list[Change]:
    """What differs, in the order in which people read it. How words are spaced says nothing."""
    return [Change(name, before[name], after[name]) for name in BINDING if _said(before[name]) != _said(after[name])]


def alike(earlier: Mapping[int, Words], words: Words) -> list[int]:
    """The numbers of the earlier revisions that say the same as these words: who chose by one of them has chosen these."""
    return sorted(number for number, said in earlier.items() if not changes(said, words))


def judge_revision(before: Words, after: Words, *, chosen: bool) -> None:
    """Let a revision pass that changes something; once people choose (`chosen`), what is counted stays.

    Refuses: `NothingChanged`; `Invalid` at `quorum_unit`.
    """
    if not changes(before, after):
        raise NothingChanged
    if chosen and before["quorum_unit"] != after["quorum_unit"]:
        raise Invalid({"quorum_unit": _("People have chosen by it already: what is counted stays, only how much may change.")})


def marked(before: str, after: str) -> list[Piece]:
    """The two texts as one, word by word, with what was taken out and what was put in."""
    return list(_marked(_WORD.findall(before), _WORD.findall(after)))


def _marked(old: list[str], new: list[str]) -> Iterator[Piece]:
    for kind, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new).get_opcodes():
        if kind == "equal":
            yield Piece("same", "".join(new[new_from:new_to]))
            continue
        if old_to > old_from:
            yield Piece("out", "".join(old[old_from:old_to]))
        if new_to > new_from:
            yield Piece("in", "".join(new[new_from:new_to]))


def _said(value: Any) -> Any:
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, list):
        return [{name: _said(part) for name, part in each.items()} for each in value]
    return value
