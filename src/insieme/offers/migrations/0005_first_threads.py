# SPDX-License-Identifier: AGPL-3.0-or-later
"""What was published or signed before people could speak about it gets the talk that it would have had."""

from typing import Any

from django.db import migrations
from django.utils.text import Truncator

NAMES = (("offers", "Call"), ("offers", "Offer"), ("voices", "Thread"))


def write(apps: Any, _schema_editor: Any) -> None:
    calls, offers, threads = (apps.get_model(*name).objects for name in NAMES)

    def opened(path: str, slug: str, **told: Any) -> Any:
        return threads.get_or_create(path=path, defaults={"about": f"call:{slug}", **told})[0]

    for call in calls.filter(thread=None).exclude(published_at=None).iterator():
        told = {"title": call.title, "organisation_id": call.promoter_id, "opened_at": call.published_at}
        calls.filter(pk=call.pk).update(thread=opened(f"/calls/{call.slug}/", call.slug, **told))
    for offer in offers.filter(thread=None).exclude(signed_at=None).select_related("call", "organisation").iterator():
        call, title = offer.call, f"{offer.organisation.name}: {offer.call.title}"
        told = {"title": Truncator(title).chars(200), "organisation_id": offer.organisation_id, "opened_at": offer.signed_at}
        offers.filter(pk=offer.pk).update(thread=opened(f"/calls/{call.slug}/offers/{offer.ref}/", call.slug, **told))


class Migration(migrations.Migration):
    dependencies = [("offers", "0004_hearings_and_templates"), ("voices", "0001_initial")]

    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
