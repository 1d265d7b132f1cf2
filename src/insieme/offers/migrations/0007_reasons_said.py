# SPDX-License-Identifier: AGPL-3.0-or-later
"""The reasons that were kept with marks become voices without a name, each as it was: shown, hidden, or waiting for a moderator."""

from collections import Counter
from datetime import timedelta
from typing import Any

from django.db import migrations
from django.db.models import Count, F
from django.utils import timezone
from django.utils.text import Truncator

from insieme.foundation.ids import new_ref

NAMES = (("offers", "Offer"), ("offers", "Rating"), ("voices", "Thread"), ("voices", "Voice"), ("voices", "Step"))


def say(apps: Any, _schema_editor: Any) -> None:
    offers, ratings, threads, voices, steps = (apps.get_model(*name).objects for name in NAMES)
    given = ratings.exclude(reason="").filter(voice=None)
    enough, long_ago = 2, timezone.now() - timedelta(days=1)
    spoken = Counter(dict(voices.filter(state="shown").values_list("author_id").annotate(Count("pk"))))

    def talk(offer: Any) -> Any:
        title = Truncator(f"{offer.organisation.name}: {offer.call.title}").chars(200)
        told = {"about": f"call:{offer.call.slug}", "title": title, "organisation_id": offer.organisation_id, "unnamed": True}
        path = f"/calls/{offer.call.slug}/offers/{offer.ref}/ratings/"
        return threads.get_or_create(path=path, defaults={"ref": new_ref(), "opened_at": offer.signed_at or offer.created_at, **told})[0]

    for offer in offers.filter(pk__in=given.values("offer")).select_related("call", "organisation").iterator():
        thread, shown = talk(offer), 0
        offers.filter(pk=offer.pk).update(reviews=thread)
        for rating in given.filter(offer=offer).select_related("person").order_by("pk"):
            known = spoken[rating.person_id] >= enough and rating.person.joined_at <= long_ago
            state = "hidden" if rating.hidden else "shown" if known else "queued"
            shown += state == "shown"
            voice = voices.create(
                ref=new_ref(),
                thread=thread,
                organisation_id=offer.organisation_id,
                author_id=rating.person_id,
                unnamed=True,
                kind="review",
                text=rating.reason,
                language="it",
                state=state,
                rule="elsewhere" if rating.hidden else "",
                spoken_at=rating.at,
                shown_at=None if state == "queued" else rating.at,
            )
            ratings.filter(pk=rating.pk).update(voice=voice)
            if rating.hidden:
                # It was hidden as what does not belong there, without a word to its author: now they can appeal.
                steps.create(ref=new_ref(), voice=voice, kind="hide", rule="elsewhere", at=rating.at)
        threads.filter(pk=thread.pk).update(shown=F("shown") + shown)


class Migration(migrations.Migration):
    dependencies = [("offers", "0006_voices_of_ratings")]

    operations = [migrations.RunPython(say, migrations.RunPython.noop)]
