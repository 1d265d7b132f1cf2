# SPDX-License-Identifier: AGPL-3.0-or-later
"""What makes a call and an offer sound, before anybody relies on them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from insieme.foundation.errors import Invalid, Sentence
from insieme.offers.rules.amounts import PERCENT_WANTED, WHOLE
from insieme.offers.rules.pledging import MOST_TO_PAY
from insieme.offers.rules.ratings import criteria_faults

LONGEST = timedelta(days=730)
MOST_THRESHOLDS = 6
LEAST_THRESHOLD = 2
LARGEST = 10**12

Menu = Mapping[str, Sequence[int]]
#: Field -> how to mend it.
Faults = dict[str, Sentence]


def judge_dates(*, now: datetime, choosing_at: datetime, closes_at: datetime, revisions_until: datetime | None = None) -> None:
    """Let dates pass that lie ahead and in order. Refuses: `Invalid` at the date to mend."""
    _refuse(_date_faults(now, choosing_at, closes_at) | _revision_faults(choosing_at, closes_at, revisions_until))


def judge_call(
    *,
    now: datetime,
    choosing_at: datetime,
    closes_at: datetime,
    menu: Menu,
    revisions_until: datetime | None = None,
    criteria: Sequence[str] = (),
) -> None:
    """Let a call pass whose dates, menu of conditions and criteria hold. Refuses: `Invalid` at every field to mend."""
    _refuse(
        call_faults(now=now, choosing_at=choosing_at, closes_at=closes_at, revisions_until=revisions_until, menu=menu, criteria=criteria)
    )


def judge_offer(
    *, price_minor: int, quorum: int, capacity: int | None, proof_by: date, closes_at: datetime, tiers: Sequence[Mapping[str, Any]]
) -> None:
    """Let an offer pass whose numbers hold together. Refuses: `Invalid` at every field to mend, tiers as `tier-N` counted from 1."""
    _refuse(offer_faults(price_minor=price_minor, quorum=quorum, capacity=capacity, proof_by=proof_by, closes_at=closes_at, tiers=tiers))


def call_faults(
    *,
    now: datetime,
    choosing_at: datetime | None,
    closes_at: datetime | None,
    menu: Menu,
    revisions_until: datetime | None = None,
    criteria: Sequence[str] = (),
) -> Faults:
    """What is to be mended in a call, at each field, as far as it is known: None could not be read, or of revisions was not said."""
    dates = _date_faults(now, choosing_at, closes_at) | _revision_faults(choosing_at, closes_at, revisions_until)
    return dates | _menu_faults(menu) | criteria_faults(criteria)


def offer_faults(
    *,
    price_minor: int | None,
    quorum: int | None,
    capacity: int | None,
    proof_by: date | None,
    closes_at: datetime,
    tiers: Sequence[Mapping[str, Any]] | None,
) -> Faults:
    """What is to be mended in an offer, at each field, as far as it is known: None could not be read; of the capacity it is no limit."""
    said: Faults = {}
    if price_minor is not None and not 0 <= price_minor <= MOST_TO_PAY:
        said["price"] = _("One unit may cost ten million euro at most.")
    if quorum is not None and not 1 <= quorum <= LARGEST:
        said["quorum"] = _("The quorum is a whole number from 1 up.")
    if capacity is not None and quorum is not None and capacity < quorum:
        said["capacity"] = _("The capacity cannot be under the quorum: raise it, or leave it empty for no limit.")
    if proof_by is not None and proof_by <= closes_at.date():
        said["proof_by"] = _("The proof comes after people have chosen: take a day after the end of the call.")
    if tiers is not None:
        said |= _tier_faults(tiers, quorum or 0, None if "capacity" in said else capacity)
    return said


def _refuse(faults: Faults) -> None:
    if faults:
        raise Invalid(faults)


def _date_faults(now: datetime, choosing_at: datetime | None, closes_at: datetime | None) -> Faults:
    said: Faults = {}
    if choosing_at is not None and choosing_at <= now:
        said["choosing_at"] = _("This moment has passed: choose a later one.")
    if closes_at is None:
        return said
    if choosing_at is not None and closes_at <= choosing_at:
        said["closes_at"] = _("The choice must end after it begins: choose a later moment.")
    elif closes_at <= now:
        said["closes_at"] = _("This moment has passed: choose a later one.")
    elif closes_at - now > LONGEST:
        said["closes_at"] = _("Choose a moment within two years: a promise further off binds nobody.")
    return said


def _revision_faults(choosing_at: datetime | None, closes_at: datetime | None, until: datetime | None) -> Faults:
    if until is None:
        return {}
    if choosing_at is not None and until < choosing_at:
        return {"revisions_until": _("Until people choose, offers may be revised anyway: take a later moment, or leave it empty.")}
    if closes_at is not None and until >= closes_at:
        return {"revisions_until": _("Whoever has chosen needs time to confirm: take a moment before the choice ends.")}
    return {}


def _menu_faults(menu: Menu) -> Faults:
    """Few numbers, whole and rising, at `at_least` or `near`."""
    said: Faults = {}
    for name in ("at_least", "near"):
        values = menu.get(name, ())
        if len(values) > MOST_THRESHOLDS:
            said[name] = _("At most six numbers: more would be hard to choose from.")
        if any(not LEAST_THRESHOLD <= value <= LARGEST for value in values):
            said[name] = _("Whole numbers from 2 up, separated by commas: for example 100, 300, 500.")
    return said


def _tier_faults(tiers: Sequence[Mapping[str, Any]], quorum: int, capacity: int | None) -> Faults:
    said: Faults = {} if tiers else {"tier-1": _("Say at least once what you commit to.")}
    floor = quorum
    for number, tier in enumerate(tiers, start=1):
        if fault := _tier_fault(tier, floor=floor, first=number == 1, capacity=capacity):
            said[f"tier-{number}"] = fault
        floor = tier["threshold"] + 1
    for number in _falling(tiers):
        said.setdefault(f"tier-{number}", _("This step promises less than the one before: with more people it may only grow."))
    return said


def _falling(tiers: Sequence[Mapping[str, Any]]) -> Iterator[int]:
    """The places, from 1, of steps that promise less than an earlier one of their kind. Those in words nobody can compare."""
    for kind in ("percent_hundredths", "amount_minor"):
        most = 0
        for number, tier in enumerate(tiers, start=1):
            promised = tier.get(kind) or most
            if promised < most:
                yield number
            most = max(most, promised)


def _tier_fault(tier: Mapping[str, Any], *, floor: int, first: bool, capacity: int | None) -> Sentence | None:
    if tier["threshold"] < floor:
        return _("A tier starts at the quorum or above.") if first else _("Each tier starts above the one before.")
    if capacity is not None and tier["threshold"] > capacity:
        return _("This tier lies above your capacity, so nobody could reach it.")
    if (tier.get("percent_hundredths") or 0) > WHOLE:
        return PERCENT_WANTED
    if tier.get("percent_hundredths") and tier.get("amount_minor"):
        return _("Give a percentage or an amount, not both.")
    if not (tier.get("percent_hundredths") or tier.get("amount_minor") or tier.get("what")):
        return _("Say what you commit to: a percentage, an amount, or in words.")
    return None
