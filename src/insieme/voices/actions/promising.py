# SPDX-License-Identifier: AGPL-3.0-or-later
"""Within what time an organisation promises to answer. A voice keeps the promise under which it was said."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from insieme.foundation.actor import Actor
from insieme.foundation.errors import Invalid
from insieme.people.access import organisation
from insieme.record.actions import say
from insieme.voices import facts
from insieme.voices.models import AnswerPromise
from insieme.voices.queries.promises import promised_hours
from insieme.voices.rules.clocks import DEFAULTS, WORKING_DAY

MANAGER = "manager"
LONGEST = 60


@transaction.atomic
def promise(slug: str, *, by: Actor, kind: str, days: int, now: datetime) -> None:
    """Promise to answer voices of this kind within so many working days from now on.

    Refuses: `NotVisible`, `NotAtYourRole` below manager, `Invalid`. Says: `PromiseMade` when it is another than before.
    """
    found = organisation(by, slug, to=MANAGER, lock=True)
    if kind not in DEFAULTS:
        raise Invalid({"kind": _("Nobody waits for an answer to this.")})
    if not 1 <= days <= LONGEST:
        raise Invalid({kind: _("Promise between 1 and %(most)s working days.") % {"most": LONGEST}})
    hours = days * WORKING_DAY
    if promised_hours(found.pk, kind) != hours:
        AnswerPromise.objects.update_or_create(organisation=found, kind=kind, defaults={"hours": hours, "at": now})
        fact = facts.PromiseMade(found.slug, found.name, kind, hours)
        say(fact, about=f"organisation:{found.slug}", by=by, at=now, acting_for=f"organisation:{found.slug}")
