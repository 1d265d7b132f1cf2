# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a pledge may hold, what it weighs, and what follows from it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from insieme.foundation.errors import Invalid, Sentence
from insieme.foundation.text import lazily, plainly

MOST_ENTRIES = 5
MOST_UNITS = 100_000
#: The most one person may be asked to pay, in cents: ten million euro. The clearing counts exactly up to 2**53, so as many as nine
#: million people may pledge that much to one offer.
MOST_TO_PAY = 10**9


@dataclass(frozen=True, slots=True)
class Terms:
    """What the rules need to know of a standing offer, and by which words people know it.

    `revision` is the one in force; `alike` are all whose words say the same, that one included. `company` is the key of who makes it.
    """

    ref: str
    quorum: int
    quorum_unit: str
    capacity: int | None
    price_minor: int
    thresholds: tuple[int, ...] = ()
    name: str = ""
    product: str = ""
    proof_by: date | None = None
    revision: int = 1
    alike: tuple[int, ...] = (1,)
    company: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a pledge: this offer as `revision` words it, if it reaches `at_least` in its unit and `near` buyers from my place."""

    offer: str
    at_least: int | None = None
    near: int | None = None
    revision: int = 1

    def as_json(self) -> dict[str, Any]:
        """The line as it is kept and published: without the conditions that are not set. Where no revision is named it is the first."""
        said = {"at_least": self.at_least, "near": self.near, "revision": self.revision if self.revision > 1 else None}
        return {"offer": self.offer, **{name: value for name, value in said.items() if value}}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Entry:
        """The line as it was kept."""
        return cls(value["offer"], value.get("at_least"), value.get("near"), value.get("revision", 1))

    def is_no_weaker_than(self, other: Entry) -> bool:
        """Whether this line could only hold where `other` holds too, so that it adds nothing after it."""
        return (self.at_least or 0) >= (other.at_least or 0) and (self.near or 0) >= (other.near or 0)


def is_current(entry: Entry, offers: Mapping[str, Terms]) -> bool:
    """Whether this line was made for the words that its offer has now. Any other line waits for a yes, and does not count without one."""
    terms = offers.get(entry.offer)
    return terms is None or entry.revision in terms.alike


def counting(entries: Sequence[Entry], offers: Mapping[str, Terms]) -> list[tuple[int, Entry]]:
    """The lines of a list that count, each with its place there, from 0: those made for the words that their offers have now."""
    return [(place, entry) for place, entry in enumerate(entries) if is_current(entry, offers)]


def thresholds_for(terms: Terms, menu: Mapping[str, Sequence[int]]) -> tuple[int, ...]:
    """The values of "only if at least" that may be asked of an offer: its own tiers, and the call's where people are counted."""
    counts_people = terms.quorum_unit in {"buyers", "new_customers"}
    asked = set(terms.thresholds) | (set(menu.get("at_least", ())) if counts_people else set())
    return tuple(sorted(value for value in asked if value > terms.quorum and (terms.capacity is None or value <= terms.capacity)))


def weight(terms: Terms, *, quantity: int, is_new: bool) -> int:
    """What one pledge adds to the total of an offer, in the unit of its quorum (euro: cents)."""
    match terms.quorum_unit:
        case "units":
            return quantity
        case "euro":
            return quantity * terms.price_minor
        case "new_customers":
            return int(is_new)
        case _:
            return 1


def judge(
    entries: Sequence[Entry],
    *,
    quantity: int,
    place: str,
    offers: Mapping[str, Terms],
    menu: Mapping[str, Sequence[int]],
    own: Collection[str] = (),
) -> None:
    """Let a pledge pass that the call can count. `own` are the offers of companies for which the person acts: nobody counts for those.

    Refuses: `Invalid`, with a sentence at `entries`, `entry-N` (counted from 1) or `quantity`.
    """
    said: dict[str, Sentence] = {}
    if not entries:
        said["entries"] = _("Choose at least one offer.")
    if len(entries) > MOST_ENTRIES:
        said["entries"] = lazily(_("Rank at most %(most)d lines: drop those at the end."), most=MOST_ENTRIES)
    if not 1 <= quantity <= MOST_UNITS:
        said["quantity"] = lazily(_("Give a whole number from 1 to %(most)s."), most=plainly(MOST_UNITS))
    elif any(quantity * offers[entry.offer].price_minor > MOST_TO_PAY for entry in entries if entry.offer in offers):
        said["quantity"] = _("This would come to more than ten million euro: take fewer units.")
    for number, entry in enumerate(entries[:MOST_ENTRIES], start=1):
        if entry.offer in own:
            said[f"entry-{number}"] = not_your_own(offers[entry.offer])
        for sentence in _faults(entry, entries[: number - 1], place, offers, menu):
            said.setdefault(f"entry-{number}", sentence)
    if said:
        raise Invalid(said)


def not_your_own(offer: Terms) -> Sentence:
    """Why somebody cannot rank an offer."""
    return lazily(_("You act for %(name)s, so you cannot rank its offer: whoever makes an offer does not count for it."), name=offer.name)


def _faults(
    entry: Entry, above: Sequence[Entry], place: str, offers: Mapping[str, Terms], menu: Mapping[str, Sequence[int]]
) -> Iterator[Sentence]:
    terms = offers.get(entry.offer)
    if terms is None:
        yield _("This offer is not, or no longer, among those of the call: choose another one.")
        return
    if not is_current(entry, offers):
        yield lazily(
            _("%(name)s has revised its offer since you saw it: look at what changed, then confirm again. Your list is as you left it."),
            name=terms.name,
        )
    if any(entry.offer == higher.offer and entry.is_no_weaker_than(higher) for higher in above):
        yield _("This offer stands higher up under conditions that are no stricter, so this line never counts: remove it.")
    if entry.at_least and entry.at_least not in thresholds_for(terms, menu):
        yield _("Choose one of the thresholds that the call allows.")
    if entry.near and entry.near not in menu.get("near", ()):
        yield _("Choose one of the numbers from your place that the call allows.")
    if entry.near and not place:
        yield _("To ask for people from your place, say in your settings where you live.")
