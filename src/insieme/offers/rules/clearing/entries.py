# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reading the lists of pledges: every entry checked against the ones above it."""

from __future__ import annotations

from typing import Any

from insieme.offers.rules.clearing.instance import LARGEST, Entry, Pledge
from insieme.offers.rules.clearing.spots import Misfit, Where, quoted
from insieme.offers.rules.clearing.values import array, number, octets, record, string

LONGEST = 100
"""Entries that a list may have. The platform's own forms take five; ballots of elections have more."""

_PLEDGE = frozenset({"list"}), frozenset({"count", "place", "commitment"})
_ENTRY = frozenset({"offer"}), frozenset({"weight", "at_least", "near"})


def pledge_of(value: Any, where: Where, offers: dict[str, int]) -> Pledge:
    """One pledge of the file."""
    found = record(value, where, *_PLEDGE)
    count = number(found.get("count", 1), (*where, "count"))
    place = string(found["place"], (*where, "place")) if "place" in found else None
    commitment = octets(found["commitment"], (*where, "commitment")) if "commitment" in found else None
    if commitment is not None and count != 1:
        raise Misfit((*where, "count"), "a pledge with a commitment is one person's: leave the count out")
    lines = array(found["list"], (*where, "list"))
    if len(lines) > LONGEST:
        raise Misfit((*where, "list"), f"a list has {LONGEST} entries at most, this one {len(lines)}")
    entries: list[Entry] = []
    for rank, line in enumerate(lines):
        here = (*where, "list", rank)
        entry = _entry(line, here, offers)
        if entry.near and place is None:
            raise Misfit((*here, "near"), 'who counts neighbours says where: give this pledge a "place"')
        for above in entries:
            _judge(entry, above, here)
        entries.append(entry)
    return Pledge(tuple(entries), count, place, commitment)


def judge_commitments(pledges: list[Any], commitments: list[bytes]) -> None:
    """The lottery is drawn over the commitments of all, each of them once, or over those of none."""
    if not commitments:
        return
    for place, pledge in enumerate(pledges):
        if "commitment" not in pledge:
            raise Misfit(("pledges", place), 'other pledges have a "commitment" and this one does not: give one to all or to none')
    first: dict[bytes, int] = {}
    for place, commitment in enumerate(commitments):
        if first.setdefault(commitment, place) != place:
            raise Misfit(("pledges", place, "commitment"), f"pledge {first[commitment]} has this commitment too: each is one pledge's own")


def heaviest(pledge: Pledge) -> int:
    """The most that the people of a pledge can add to anything."""
    return pledge.count * max((1, *(entry.weight for entry in pledge.entries)))


def too_much(where: Where) -> Misfit:
    """The refusal of a pledge with which everything together passes the largest number."""
    return Misfit(where, f"with this pledge all of them together pass {LARGEST:,}: use a larger unit, or fewer pledges")


def _entry(value: Any, where: Where, offers: dict[str, int]) -> Entry:
    if type(value) is str:
        return Entry(_offer(value, where, offers))
    if not isinstance(value, dict):
        raise Misfit(where, f'here an offer\'s id or an object with "offer" is expected, not {quoted(value)}')
    found = record(value, where, *_ENTRY)
    return Entry(
        offer=_offer(string(found["offer"], (*where, "offer")), (*where, "offer"), offers),
        weight=number(found.get("weight", 1), (*where, "weight")),
        at_least=number(found.get("at_least", 0), (*where, "at_least")),
        near=number(found.get("near", 0), (*where, "near")),
    )


def _offer(name: str, where: Where, offers: dict[str, int]) -> int:
    if name not in offers:
        raise Misfit(where, f"there is no offer {quoted(name)} in this file")
    return offers[name]


def _judge(entry: Entry, above: Entry, where: Where) -> None:
    """The same offer may stand again with weaker conditions, and may then add as much or less: more would undo the better line."""
    if entry.offer != above.offer:
        return
    if entry.at_least >= above.at_least and entry.near >= above.near:
        raise Misfit(where, "this offer stands further up with conditions no stronger: this entry could never be used, leave it out")
    if entry.weight > above.weight:
        raise Misfit(where, "with weaker conditions an offer cannot get more than further up: lower this weight or raise the one above")
