# SPDX-License-Identifier: AGPL-3.0-or-later
"""Keeping a commitment as a template of one's organisation, calling it otherwise, removing it. It binds nobody, so no fact tells of it."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from insieme.foundation.actor import Actor
from insieme.foundation.errors import Denied, Invalid
from insieme.offers import access
from insieme.offers.models import CommitmentTemplate, Offer
from insieme.offers.queries.revisions import words_in_force
from insieme.people.access import managed, may_act_for, organisation
from insieme.people.rules import one_line

NAME_LENGTH, MOST = 80, 50
KEPT = ("commitment", "basis", "proof", "quorum_unit")


@transaction.atomic
def keep_template(slug: str, ref: str, *, by: Actor, name: str) -> CommitmentTemplate:
    """Keep the commitment of one's own offer, as it stands, under a name. The same again changes nothing.

    Refuses: what `access.offer` refuses; `Denied` to who does not act for its company; `Invalid` at `name`.
    """
    offer = access.offer(by, slug, ref)
    if not may_act_for(by, offer.organisation_id):
        raise Denied
    whose = organisation(by, offer.organisation.slug, lock=True)
    kept, called = _commitment(offer), _judged(name)
    known = CommitmentTemplate.objects.filter(organisation_id=whose.pk, name__iexact=called).first()
    if known is not None and all(getattr(known, part) == said for part, said in kept.items()):
        return known
    _refuse_taken(known)
    if CommitmentTemplate.objects.filter(organisation_id=whose.pk).count() >= MOST:
        raise Invalid({"name": _("Your organisation keeps 50 templates, which is as many as it can: remove one first.")})
    return CommitmentTemplate.objects.create(organisation_id=whose.pk, name=called, **kept)


@transaction.atomic
def rename_template(slug: str, ref: str, *, by: Actor, name: str) -> CommitmentTemplate:
    """Call a template otherwise. The same again changes nothing. Refuses: what `access.template` refuses; `Invalid` at `name`."""
    found = access.template(by, slug, ref, lock=True)
    called = _judged(name)
    others = CommitmentTemplate.objects.filter(organisation_id=found.organisation_id).exclude(pk=found.pk)
    _refuse_taken(others.filter(name__iexact=called).first())
    found.name = called
    found.save(update_fields=["name"])
    return found


@transaction.atomic
def remove_template(slug: str, ref: str, *, by: Actor) -> None:
    """Remove a template; offers that began with it stay. Again changes nothing. Refuses: what `people.access.managed` refuses."""
    CommitmentTemplate.objects.filter(organisation_id=managed(by, slug).pk, ref=ref).delete()


def _commitment(offer: Offer) -> dict[str, Any]:
    """What of an offer is its commitment. A step that begins at the quorum does so in the next offer too, whatever its quorum."""
    words = words_in_force(offer)
    steps = [tier | {"threshold": None if tier["threshold"] == offer.quorum else tier["threshold"]} for tier in words["tiers"]]
    return {name: words[name] for name in KEPT} | {"tiers": steps}


def _judged(name: str) -> str:
    called = one_line(name)
    if not called:
        raise Invalid({"name": _("Give it a name by which you find it again.")})
    if len(called) > NAME_LENGTH:
        raise Invalid({"name": _("At most 80 characters fit here: shorten it.")})
    return called


def _refuse_taken(known: CommitmentTemplate | None) -> None:
    if known is not None:
        raise Invalid({"name": _("Your organisation has a template of this name already: choose another one.")})
