# SPDX-License-Identifier: AGPL-3.0-or-later
"""Links to a call, as whoever hands them on sees them."""

from __future__ import annotations

from insieme.foundation.actor import Actor
from insieme.offers.models import Call, InvitationLink


def own_link(actor: Actor, call: Call) -> InvitationLink | None:
    """The reader's own standing link to the call. One query; none for strangers."""
    if actor.person_id is None:
        return None
    return InvitationLink.objects.filter(call_id=call.pk, person_id=actor.person_id, revoked_at=None).first()
