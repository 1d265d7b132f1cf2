# SPDX-License-Identifier: AGPL-3.0-or-later
"""The room's visiting card."""

from datetime import timedelta

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Finding things by their words."""

    name = "insieme.search"
    label = "search"

    def ready(self) -> None:
        """Say what the room does when something is known, and now and then."""
        from insieme.foundation import periodic
        from insieme.offers import facts as offers
        from insieme.people import facts as people
        from insieme.record.facts import Erased, Fact
        from insieme.record.queries import WITHOUT
        from insieme.record.reactions import react_to_many
        from insieme.search import reactions, tasks
        from insieme.voices import facts as voices

        told = [fact for fact in (*offers.ALL, *people.FACTS, Erased) if fact.KIND.name not in WITHOUT]
        said: list[type[Fact]] = [*told, *voices.ALL]
        react_to_many("search.index", [fact.code for fact in said], reactions.on_anything_index)
        react_to_many("search.forget", [Erased.code], reactions.on_erased_forget)
        periodic.register("search.refresh_pages", tasks.refresh_pages, every=timedelta(minutes=10))
