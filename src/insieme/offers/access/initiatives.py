# SPDX-License-Identifier: AGPL-3.0-or-later
"""Finding an initiative through the one who asks."""

from __future__ import annotations

from insieme.foundation.actor import Actor
from insieme.foundation.errors import Denied, NotVisible
from insieme.offers.access.calls import call
from insieme.offers.models import Initiative
from insieme.people.access import is_operator, may_act_for


def initiative(actor: Actor, slug: str, ref: str, *, to_close: bool = False, lock: bool = False) -> Initiative:
    """The initiative with its call, if `actor` may see that; to close it, one is a manager of its organisation or runs the installation.

    Refuses: `NotVisible`; `Denied`.
    """
    whole = call(actor, slug, lock=lock)
    found = Initiative.objects.filter(call=whole, ref=ref).first()
    if found is None:
        raise NotVisible
    if to_close and not (may_act_for(actor, found.organisation_id) or is_operator(actor)):
        raise Denied
    found.call = whole
    return found
