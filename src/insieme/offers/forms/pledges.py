# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reading a ranking as it was sent. No Django form: this is the busiest door of the house, and its fields follow the offers.

`place-ITEM` is the place of a line (1 is best, empty is not chosen), `if-ITEM` its condition as `at_least:near`; ITEM is an offer's ref,
with `.2` behind it where the same offer stands a second time. `rev-REF` is the revision of the offer that stood on the page, the first
where none is named. Beside them `quantity`, `new` (refs) and `seen`.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from insieme.foundation.errors import Invalid, Sentence
from insieme.offers.rules.amounts import read_whole
from insieme.offers.rules.pledging import MOST_ENTRIES, Entry

_ITEM = re.compile(r"place-([0-9a-z]{1,16}(?:\.[2-5])?)")
_REVISION = re.compile(r"rev-([0-9a-z]{1,16})")
_NUMBER = re.compile(r"[0-9]{1,4}")
_CONDITION = re.compile(r"([0-9]{0,13}):([0-9]{0,13})")
MOST_LINES = 60


@dataclass(slots=True)
class Ranking:
    """What somebody has put in order: the lines that count, and all that was typed, to show it again."""

    entries: list[Entry] = field(default_factory=list)
    items: list[str] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)
    conditions: dict[str, str] = field(default_factory=dict)
    revisions: dict[str, int] = field(default_factory=dict)
    quantity: int = 1
    quantity_text: str = "1"
    new_for: list[str] = field(default_factory=list)
    seen: int = 0
    errors: dict[str, Sentence] = field(default_factory=dict)

    def blame(self, refusal: Invalid) -> None:
        """Put the sentences of a refusal at what they are about: `entry-N` at the line that stands there."""
        for name, sentence in refusal.fields.items():
            number = name.removeprefix("entry-")
            at = self.items[int(number) - 1] if number.isdecimal() and int(number) <= len(self.items) else name
            self.errors.setdefault(at, sentence)

    def add_again(self, ref: str) -> None:
        """Let the offer stand once more, to be ranked with another condition."""
        copies = [item for item in self.conditions if item.partition(".")[0] == ref]
        if len(copies) < MOST_ENTRIES:
            self.conditions[ref if not copies else f"{ref}.{len(copies) + 1}"] = ":"

    def leave_out(self, refs: Collection[str]) -> None:
        """Rank none of these offers. What was said of their lines stays said."""
        self.items = [item for item in self.items if item.partition(".")[0] not in refs]
        self.entries = [entry for entry in self.entries if entry.offer not in refs]
        for kept in (self.places, self.conditions):
            for item in [item for item in kept if item.partition(".")[0] in refs]:
                del kept[item]

    def as_query(self) -> str:
        """All that was typed, as the query of an address: so it comes back after a detour."""
        query = QueryDict(mutable=True)
        for item, condition in self.conditions.items():
            query[f"place-{item}"] = str(self.places.get(item, ""))
            query[f"if-{item}"] = condition
        for ref, number in self.revisions.items():
            query[f"rev-{ref}"] = str(number)
        query["quantity"] = self.quantity_text
        query.setlist("new", self.new_for)
        return query.urlencode()


def read(sent: QueryDict) -> Ranking:
    """The ranking that was sent. What cannot be read is said in `errors`, at the item or at `quantity`."""
    found = Ranking(quantity_text=sent.get("quantity", "1")[:40], new_for=sent.getlist("new")[:MOST_LINES])
    seen = sent.get("seen", "")
    found.seen = int(seen) if re.fullmatch(r"[0-9]{1,9}", seen) else 0
    for name in list(sent)[: 4 * MOST_LINES]:
        if at := _ITEM.fullmatch(name):
            _read_line(found, at[1], str(sent[name]), sent.get(f"if-{at[1]}", ":"))
        elif (of := _REVISION.fullmatch(name)) and _NUMBER.fullmatch(str(sent[name])):
            found.revisions[of[1]] = int(str(sent[name]))
    try:
        found.quantity = read_whole(found.quantity_text)
    except Invalid as refusal:
        found.errors["quantity"] = str(refusal)
    found.items = sorted(found.places, key=found.places.__getitem__)
    found.entries = [_entry(item, found) for item in found.items]
    return found


def of_pledge(pledge: Any) -> Ranking:
    """The ranking of a pledge that stands, to be changed."""
    found = Ranking(quantity=pledge.quantity, quantity_text=str(pledge.quantity), new_for=list(pledge.new_for), seen=pledge.number)
    for place, entry in enumerate(map(Entry.from_json, pledge.entries), start=1):
        copies = sum(item.partition(".")[0] == entry.offer for item in found.items)
        item = f"{entry.offer}.{copies + 1}" if copies else entry.offer
        found.items.append(item)
        found.places[item] = place
        found.conditions[item] = f"{entry.at_least or ''}:{entry.near or ''}"
        found.entries.append(entry)
        if entry.revision > 1:
            found.revisions[entry.offer] = entry.revision
    return found


def _read_line(found: Ranking, item: str, place: str, condition: str) -> None:
    sound = _CONDITION.fullmatch(condition)
    found.conditions[item] = condition if sound else ":"
    if not place:
        return
    if not re.fullmatch(r"[1-9][0-9]?", place):
        found.errors[item] = _("Give each line its own place: 1, 2, 3 and so on.")
    elif int(place) in found.places.values():
        found.errors[item] = _("Another line has the same place: give each its own.")
    if not sound:
        found.errors[item] = _("Choose one of the conditions in the list.")
    found.places[item] = int(place) if re.fullmatch(r"[1-9][0-9]?", place) else MOST_LINES


def _entry(item: str, found: Ranking) -> Entry:
    at_least, _colon, near = found.conditions[item].partition(":")
    ref = item.partition(".")[0]
    return Entry(ref, int(at_least or 0) or None, int(near or 0) or None, found.revisions.get(ref, 1))
