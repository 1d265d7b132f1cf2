# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the reader has to do with an organisation: declared and withdrawn with one button each."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from insieme.foundation.actor import Actor
from insieme.people import actions, queries
from insieme.people.access import actor_of
from insieme.people.models import Organisation, RelationKind


def relation_choices(actor: Actor, organisation: Organisation) -> list[tuple[str, Any, bool]]:
    """The twelve kinds as (code, words, whether the reader declares it). One query; none for strangers."""
    declared = queries.relations(actor, organisation.pk)
    return [(kind.value, kind.label, kind.value in declared) for kind in RelationKind]


@login_required
@require_POST
def relations(request: HttpRequest, slug: str) -> HttpResponse:
    """Declare the relation named in `declare`, or withdraw the one in `withdraw`."""
    actor = actor_of(request)
    if "withdraw" in request.POST:
        kind = request.POST["withdraw"]
        found = actions.withdraw_relation(slug, by=actor, kind=kind)
    else:
        found = actions.declare_relation(slug, by=actor, kind=request.POST.get("declare", "")).organisation
    if "HX-Request" in request.headers:
        context = {"organisation": found, "relations": relation_choices(actor, found)}
        return render(request, "people/parts/relations.html", context)
    messages.success(request, _("Noted. You can undo it with the same button."))
    return redirect("people:organisation", slug)
