# SPDX-License-Identifier: AGPL-3.0-or-later
"""The room's visiting card."""

from datetime import timedelta
from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    """States what the room says in the record, has letters written, and sees to it that a migrated database knows the municipalities."""

    name = "insieme.people"
    label = "people"
    verbose_name = _("People")

    def ready(self) -> None:
        """Register the facts, the names of organisations, the duties of the clock and the loading of places."""
        from insieme.foundation import periodic
        from insieme.people import tasks
        from insieme.people.actions.closing import forget_person
        from insieme.people.facts import FACTS
        from insieme.people.queries import names_of
        from insieme.people.queries.accounts import belongings_of
        from insieme.people.rules import keep
        from insieme.record.facts import register
        from insieme.record.queries import name_topics

        register(*FACTS)
        name_topics("organisation", names_of, page="people:organisation")
        keep("people", export=belongings_of, forget=forget_person)
        periodic.register("people.write_due", tasks.write_due)
        periodic.register("people.verify_due", tasks.verify_due)
        periodic.register("people.end_verifications_due", tasks.end_verifications_due, every=timedelta(hours=1))
        periodic.register("people.export_due", tasks.export_due)
        periodic.register("people.close_due", tasks.close_due, every=timedelta(minutes=1))
        periodic.register("people.forget_due", tasks.forget_due, every=timedelta(hours=1))
        post_migrate.connect(fill_places, sender=self)


def fill_places(using: str, **_about: Any) -> None:
    """Load the municipalities after every `migrate`: a new edition of the package brings its changes with it."""
    from django.db import connections

    from insieme.people.actions import load_municipalities

    # Migrating backwards may have taken the table away.
    if "people_place" in connections[using].introspection.table_names():
        load_municipalities()
