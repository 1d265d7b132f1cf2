# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where one stands: what waits for one's own answer, and the organisations one works for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from insieme.foundation import clock
from insieme.foundation.actor import Actor
from insieme.people import queries
from insieme.people.access import actor_of
from insieme.people.models import Invitation


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits for the reader: what it is, where to see to it, until when."""

    words: Any
    href: str
    until: datetime | None = None


More = Callable[[Actor], Sequence[Waiting]]


@login_required
@require_safe
def roles(request: HttpRequest, *, more: More | None = None) -> HttpResponse:
    """Invitations, and whatever a room above says that waits too; then the reader's organisations."""
    actor = actor_of(request)
    waiting = [*map(_as_waiting, queries.invitations_to(actor, now=clock.now())), *(more(actor) if more else ())]
    return render(request, "people/roles.html", {"waiting": waiting, "roles": queries.own_roles(actor)})


def _as_waiting(invitation: Invitation) -> Waiting:
    said = {"name": invitation.organisation, "role": invitation.get_kind_display()}
    href = reverse("people:invitation", args=[invitation.organisation.slug, invitation.ref])
    return Waiting(_("%(name)s invites you to work there: %(role)s") % said, href, invitation.ends_at)
