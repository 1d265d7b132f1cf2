# SPDX-License-Identifier: AGPL-3.0-or-later
"""What makes a call and an offer sound, before anybody relies on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from insieme.foundation.errors import Invalid, Sentence
from insieme.offers.rules.pledging import MOST_TO_PAY

LONGEST = timedelta(days=730)
MOST_THRESHOLDS = 6
LEAST_THRESHOLD = 2
LARGEST = 10**12


def judge_dates(*, now: datetime, choosing_at: datetime, closes_at: datetime) -> None:
    """Let dates pass that lie ahead and in order. Refuses: `Invalid` at the date to mend."""
    said: dict[str, Sentence] = {}
    if choosing_at <= now:
        said["choosing_at"] = _("This moment has passed: choose a later one.")
    if closes_at <= choosing_at:
        said["closes_at"] = _("The choice must end after it begins: choose a later moment.")
    elif closes_at - now > LONGEST:
        said["closes_at"] = _("Choose a moment within two years: a promise further off binds nobody.")
    if said:
        raise Invalid(said)


def judge_menu(menu: Mapping[str, Sequence[int]]) -> None:
    """Let a menu of conditions pass: few, whole, rising. Refuses: `Invalid` at `at_least` or `near`."""
    said: dict[str, Sentence] = {}
    for name in ("at_least", "near"):
        values = menu.get(name, ())
        if len(values) > MOST_THRESHOLDS:
            said[name] = _("At most six numbers: more would be hard to choose from.")
        if any(not LEAST_THRESHOLD <= value <= LARGEST for value in values):
            said[name] = _("Whole numbers from 2 up, separated by commas: for example 100, 300, 500.")
    if said:
        raise Invalid(said)


def judge_offer(
    *, price_minor: int, quorum: int, capacity: int | None, proof_by: date, closes_at: datetime, tiers: Sequence[Mapping[str, Any]]
) -> None:
    """Let an offer pass whose numbers hold together. Refuses: `Invalid` at the field, tiers as `tier-N` counted from 1."""
    said: dict[str, Sentence] = {}
    if not 0 <= price_minor <= MOST_TO_PAY:
        said["price"] = _("One unit may cost ten million euro at most.")
    if not 1 <= quorum <= LARGEST:
        said["quorum"] = _("The quorum is a whole number from 1 up.")
    if capacity is not None and capacity < quorum:
        said["capacity"] = _("The capacity cannot be under the quorum: raise it, or leave it empty for no limit.")
    if proof_by <= closes_at.date():
        said["proof_by"] = _("The proof comes after people have chosen: take a day after the end of the call.")
    if not tiers:
        said["tier-1"] = _("Say at least once what you commit to.")
    floor = quorum
    for number, tier in enumerate(tiers, start=1):
        if fault := _tier_fault(tier, floor=floor, first=number == 1, capacity=capacity):
            said[f"tier-{number}"] = fault
        floor = tier["threshold"] + 1
    if said:
        raise Invalid(said)


def _tier_fault(tier: Mapping[str, Any], *, floor: int, first: bool, capacity: int | None) -> Sentence | None:
    if tier["threshold"] < floor:
        return _("A tier starts at the quorum or above.") if first else _("Each tier starts above the one before.")
    if capacity is not None and tier["threshold"] > capacity:
        return _("This tier lies above your capacity, so nobody could reach it.")
    if tier.get("percent_hundredths") and tier.get("amount_minor"):
        return _("Give a percentage or an amount, not both.")
    if not (tier.get("percent_hundredths") or tier.get("amount_minor") or tier.get("what")):
        return _("Say what you commit to: a percentage, an amount, or in words.")
    return None
