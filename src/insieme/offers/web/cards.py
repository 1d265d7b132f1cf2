# SPDX-License-Identifier: AGPL-3.0-or-later
"""Offers and totals as the parts of `look` show them: cards side by side, the bar with its marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from insieme.foundation.text import plain
from insieme.look.templatetags.look import day, moment
from insieme.offers.models import Basis, Call, Offer, Outcome, Phase
from insieme.offers.queries.track import track_record
from insieme.offers.rules.pledging import Terms
from insieme.offers.rules.wording import counted, figure, share

KEPT_SECONDS = 600
COUNT_PEOPLE = "buyers"
#: A sentence each: the names of the bases do not stand in one frame in every language.
RECKONED = {
    Basis.TAKINGS: gettext_lazy("It is reckoned on the takings from this call."),
    Basis.PROFITS: gettext_lazy("It is reckoned on the profits from this call."),
    Basis.PER_UNIT: gettext_lazy("It holds for each unit sold."),
    Basis.PER_PERSON: gettext_lazy("It holds for each person who buys."),
    Basis.ONCE: gettext_lazy("It holds once."),
}


def failed(outcome: Outcome | None) -> list[str]:
    """The refs of the offers that went ahead and whose companies then failed."""
    return [each["ref"] for each in outcome.summary.get("offers", []) if each.get("failed")] if outcome else []


def going(outcome: Outcome | None) -> list[str]:
    """The refs of the offers from which people buy: by the outcome, or because they took the place of one that failed."""
    offers = outcome.summary.get("offers", []) if outcome else []
    return [each["ref"] for each in offers if (each.get("active") or each.get("took_over")) and not each.get("failed")]


def card(offer: Any, call: Call, outcome: Outcome | None = None) -> dict[str, Any]:
    """An offer as its card shows it, with the `outcome` once there is one."""
    fell, goes = offer.ref in failed(outcome), offer.ref in going(outcome)
    return {
        "name": offer.company.name,
        "href": reverse("offers:offer", args=[call.slug, offer.ref]),
        "price": offer.price.written(get_language() or "en"),
        "price_note": _("per %(unit)s, %(product)s") % {"unit": call.unit, "product": offer.product},
        "tiers": tiers(offer),
        "proof": _("%(proof)s, by %(day)s") % {"proof": offer.proof.rstrip(" ."), "day": day(offer.proof_by)},
        "record": track_record(offer),
        "capacity": capacity(offer, call),
        "verified": verified(offer.company),
        "unverified": offer.company.verified_at is None,
        "more": _revised(offer, call),
        "basis": RECKONED[offer.basis],
        "state": "" if outcome is None else "goes" if goes else "fails",
        "failed": fell,
        "verdict": "" if outcome is None else _("supplier failed") if fell else _("goes ahead") if goes else _("does not go ahead"),
    }


def verified(company: Any) -> str:
    """How the company has shown who it is; empty where it has not."""
    if company.verified_at is None:
        return ""
    words = _("Verified by its domain %(domain)s, on %(day)s") if company.verified_domain else _("Verified by its papers, on %(day)s")
    return words % {"domain": company.verified_domain, "day": day(company.verified_at)}


def _revised(offer: Any, call: Call) -> dict[str, str] | None:
    """Where one reads what changed in an offer that was revised."""
    if offer.revision == 1 or offer.signed_at is None:
        return None
    words = _("revision %(number)s: what changed") % {"number": plain(offer.revision)}
    return {"words": words, "href": reverse("offers:changes", args=[call.slug, offer.ref, offer.revision])}


def tiers(offer: Offer, *, whole: bool = True) -> list[dict[str, str]]:
    """The commitment in steps: from how many on, and what; with the words of the commitment at the first one where `whole`."""
    steps = []
    for number, tier in enumerate(offer.tiers.all()):
        taken = share({"percent_hundredths": tier.percent_hundredths, "amount_minor": tier.amount_minor}, offer.get_basis_display())
        words = tier.what or (offer.commitment if number == 0 and (whole or not taken) else "")
        from_on = _("from %(number)s") % {"number": figure(tier.threshold, offer.quorum_unit)}
        steps.append({"at": from_on, "words": ": ".join(part for part in (taken, words) if part)})
    return steps


def capacity(offer: Any, call: Call) -> str:
    """From how many on the offer goes ahead, and for how many there is room."""
    starts = _("Goes ahead from %(quorum)s") % {"quorum": counted(offer.quorum, offer.quorum_unit, call.unit)}
    if offer.capacity is None:
        return _("%(starts)s, no upper limit") % {"starts": starts}
    return _("%(starts)s, room for %(most)s") % {"starts": starts, "most": figure(offer.capacity, offer.quorum_unit)}


def progress(call: Call, terms: Mapping[str, Terms]) -> dict[str, Any]:
    """How many take part, in all and never for each offer, against the quorums that are counted in people.

    Nobody can tell from it which quorum is met: the offers share these people.
    """
    counting = [each for each in terms.values() if each.quorum_unit == COUNT_PEOPLE]
    first = min((each.quorum for each in counting), default=0) if len(counting) == len(terms) else 0
    chooses = call.phase == Phase.CHOOSING
    short = first - call.people if chooses else 0
    return {
        "value": call.people,
        "words": ngettext("person has pledged", "people have pledged", call.people),
        "ticks": _ticks(counting),
        "shared": True,
        "missing": _missing(short) if short > 0 else "",
        "deadline": _("pledges close on %(moment)s") % {"moment": moment(call.closes_at)} if chooses else "",
        "note": _("That is everybody, whatever they choose. How many each offer has is known at the close, for everybody at once.")
        if chooses
        else "",
    }


def _missing(short: int) -> str:
    text = ngettext(
        "At least %(number)s more before any offer can go ahead", "At least %(number)s more before any offer can go ahead", short
    )
    return text % {"number": plain(short)}


def _ticks(counting: Sequence[Terms]) -> list[dict[str, Any]]:
    names: dict[int, list[str]] = {}
    for each in counting:
        names.setdefault(each.quorum, []).append(each.name)
    return [
        {
            "at": quorum,
            "label": plain(quorum),
            "name": _("%(names)s: goes ahead if so many choose it") % {"names": ", ".join(called)},
            "kind": "quorum",
        }
        for quorum, called in sorted(names.items())
    ]


def tier_rows(offer: Any, call: Call) -> list[list[str]]:
    """The steps of the commitment as rows of a table."""
    return [
        [counted(tier.threshold, offer.quorum_unit, call.unit), step["words"]]
        for tier, step in zip(offer.tiers.all(), tiers(offer, whole=False), strict=True)
    ]


def menu(call: Call) -> str:
    """The conditions that people may set, in words: the call's, and those that any offer brings along."""
    at_least, near = call.menu.get("at_least") or [], call.menu.get("near") or []
    said = []
    if at_least:
        said.append(_("at least %(numbers)s of us buy the same offer") % {"numbers": " / ".join(map(plain, at_least))})
    said.append(_("as many as it takes for a further step of that offer"))
    if near:
        said.append(_("at least %(numbers)s from one's own place") % {"numbers": " / ".join(map(plain, near))})
    return "; ".join(said)
