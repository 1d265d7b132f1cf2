# SPDX-License-Identifier: AGPL-3.0-or-later
"""Commitments to start offers from: those that everybody has, and those that an organisation keeps for those who draft its offers."""

from __future__ import annotations

from typing import Any

from insieme.foundation.api.rooms import Asked, Room
from insieme.foundation.scopes import Scope
from insieme.offers.actions.templates import keep_template, remove_template, rename_template
from insieme.offers.queries.templates import templates_of
from insieme.offers.rules.commitments import TEMPLATES
from insieme.offers.schemas.templates import CommonTemplateTold, TemplateSent, TemplateTold
from insieme.people.access import managed

room = Room("Templates of commitments")


@room.find("/commitments/templates", list[CommonTemplateTold])
def common_templates(request: Asked) -> Any:
    """The library of commitments to start from: what a company does, what it is reckoned on, what proves it."""
    return [{name: str(getattr(each, name)) for name in CommonTemplateTold.model_fields} for each in TEMPLATES]


@room.find("/organisations/{slug}/templates", list[TemplateTold], own=True)
def commitment_templates(request: Asked, slug: str) -> Any:
    """What the organisation keeps, by name."""
    return templates_of([managed(request.auth, slug).pk])


@room.change("POST", "/calls/{slug}/offers/{ref}/template", TemplateTold, scope=Scope.OFFER, status=201)
def keep_commitment(request: Asked, slug: str, ref: str, sent: TemplateSent) -> Any:
    """Keep the commitment of one's own offer under a name. The same again changes nothing."""
    return keep_template(slug, ref, by=request.auth, name=sent.name)


@room.change("PUT", "/organisations/{slug}/templates/{ref}", TemplateTold, scope=Scope.OFFER)
def rename_commitment(request: Asked, slug: str, ref: str, sent: TemplateSent) -> Any:
    """Call a template otherwise. The same again changes nothing."""
    return rename_template(slug, ref, by=request.auth, name=sent.name)


@room.change("DELETE", "/organisations/{slug}/templates/{ref}", None, scope=Scope.OFFER, status=204)
def remove_commitment(request: Asked, slug: str, ref: str) -> Any:
    """Remove a template. Again changes nothing."""
    remove_template(slug, ref, by=request.auth)
