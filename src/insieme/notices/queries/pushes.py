# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is to be pushed, and to which browsers."""

from __future__ import annotations

from collections.abc import Collection

from insieme.notices.kinds import kind_of
from insieme.notices.models import Notice, PushSubscription
from insieme.notices.queries.naming import named
from insieme.people.queries import recipients

Push = tuple[Notice, PushSubscription, str]


def pushes(notice_ids: Collection[int]) -> list[Push]:
    """Each of these notices that is unseen and may be seen, with each browser of its reader, and the language.

    Three queries, two where somebody is named, and those of the kinds among them.
    """
    notices = named(list(Notice.objects.filter(pk__in=notice_ids, seen_at=None).order_by("pk")))
    told = [each for each in notices if each.person_id in kind_of(each.kind).visible(each.about, each.data, [each.person_id])]
    people = {each.person_id for each in told}
    languages = {each.person_id: each.language for each in recipients(people)}
    devices: dict[int, list[PushSubscription]] = {}
    for device in PushSubscription.objects.filter(person_id__in=people):
        devices.setdefault(device.person_id, []).append(device)
    return [(each, device, languages.get(each.person_id, "")) for each in told for device in devices.get(each.person_id, [])]
