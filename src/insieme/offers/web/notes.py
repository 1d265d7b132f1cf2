# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the pages say of offers on somebody's list that were revised since."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from insieme.offers.models import Call, Pledge
from insieme.offers.queries.revisions import Lapsed, waiting
from insieme.offers.web import differences, rankings
from insieme.people.queries import organisations_by_id


def tell(pledges: Sequence[Pledge]) -> None:
    """Give each pledge what waits in it as `asked`: what changed in which offer, in short. Three queries at most."""
    lines = waiting(pledges)
    names = names_of([line for found in lines.values() for line in found])
    for pledge in pledges:
        asked = [note(line, pledge.call, names, short=True) for line in lines.get(pledge.pk, [])]
        pledge.asked = asked  # type: ignore[attr-defined]


def names_of(lines: Sequence[Lapsed]) -> dict[int, str]:
    """The names of the companies that revised, by id. One query at most."""
    wanted = {line.offer.organisation_id for line in lines}
    return {pk: each.name for pk, each in organisations_by_id(wanted).items()} if wanted else {}


def note(line: Lapsed, call: Call, names: dict[int, str], *, short: bool) -> dict[str, Any]:
    """One revised offer: whose, which revision, what changed (`short`: of texts only that they did), where it is read in full."""
    tell_rows = differences.in_short if short else differences.rows
    return {
        "ref": line.offer.ref,
        "name": names[line.offer.organisation_id],
        "number": line.now.number,
        "because": line.now.because,
        "rows": tell_rows(line.chosen.words, line.now.words, call),
        "href": rankings.changes_address(call, line.offer.ref, line.now.number, line.chosen.number),
    }
