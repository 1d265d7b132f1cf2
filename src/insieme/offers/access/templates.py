# SPDX-License-Identifier: AGPL-3.0-or-later
"""Finding the commitments that an organisation keeps, through the one who asks: only who may draft its offers sees them."""

from __future__ import annotations

from insieme.foundation.actor import Actor
from insieme.foundation.errors import NotVisible
from insieme.offers.models import CommitmentTemplate
from insieme.people.access import may_act_for, organisation


def template(actor: Actor, slug: str, ref: str, *, lock: bool = False) -> CommitmentTemplate:
    """The template with its organisation; to write, the organisation is held. Refuses: `NotVisible`, also to who does not manage it."""
    whose = organisation(actor, slug, lock=lock)
    found = CommitmentTemplate.objects.filter(organisation_id=whose.pk, ref=ref).first()
    if found is None or not may_act_for(actor, whose.pk):
        raise NotVisible
    found.organisation = whose
    return found
