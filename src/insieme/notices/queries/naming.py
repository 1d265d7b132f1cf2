# SPDX-License-Identifier: AGPL-3.0-or-later
"""By which name a notice calls a person who acted in public: the one that they have now, as long as the record knows who it was."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from insieme.notices.kinds import kind_of
from insieme.notices.models import Notice
from insieme.people.queries import persons_by_ref
from insieme.record.queries import actors_at


def named(notices: list[Notice]) -> list[Notice]:
    """The same notices, those that name somebody with the name as `who`. Two queries; none where nobody is named."""
    naming = [each for each in notices if kind_of(each.kind).names]
    actors = actors_at({each.position for each in naming}) if naming else {}
    persons = persons_by_ref([topic.partition(":")[2] for topic in actors.values()]) if actors else {}
    for each in naming:
        person = persons.get(actors.get(each.position, "").partition(":")[2])
        each.data = each.data | {"who": str(person) if person else _("Somebody")}
    return notices
