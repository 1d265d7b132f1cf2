# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the pages say of offers on somebody's list that were revised since."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import Any

from insieme.offers.models import Call, Pledge
from insieme.offers.queries.revisions import Lapsed, waiting
from insieme.offers.web import differences, rankings


def tell(waiting: Mapping[Pledge, Sequence[Lapsed]]) -> list[Pledge]:
    """Give each pledge what waits in it as `asked`: what changed in which offer, in short."""
    for pledge, lines in waiting.items():
        pledge.asked = [note(line, pledge.call, short=True) for line in lines]  # type: ignore[attr-defined]
    return list(waiting)


def changed_for(about: str, _data: Mapping[str, Any], person_ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """What waits for a yes of each of these people in the call `about`, and until when; whoever is asked nothing any more is left out.

    What changed is written when it is read, in the language of the letter.
    """
    mine = Pledge.objects.filter(call__slug=about.removeprefix("call:"), person_id__in=person_ids).standing().select_related("call")
    return {
        pledge.person_id: {"asked": [partial(note, line, pledge.call, short=True) for line in lines], "until": pledge.call.closes_at}
        for pledge, lines in waiting(list(mine)).items()
        if pledge.person_id
    }


def note(line: Lapsed, call: Call, *, short: bool) -> dict[str, Any]:
    """One revised offer: whose, which revision, what changed (`short`: of texts only that they did), where it is read in full."""
    tell_rows = differences.in_short if short else differences.rows
    return {
        "ref": line.offer.ref,
        "name": line.name,
        "number": line.now.number,
        "because": line.now.because,
        "rows": tell_rows(line.chosen.words, line.now.words, call),
        "href": rankings.changes_address(call, line.offer.ref, line.now.number, line.chosen.number),
    }
