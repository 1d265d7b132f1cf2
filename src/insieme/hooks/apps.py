# SPDX-License-Identifier: AGPL-3.0-or-later
"""The room's visiting card."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HooksConfig(AppConfig):
    """Telling other programs what is sealed in the record."""

    name = "insieme.hooks"
    label = "hooks"

    def ready(self) -> None:
        """Make the room's fact known, and say what it does by itself, what it holds of people, and where they find it."""
        from insieme.foundation import periodic
        from insieme.hooks import actions, tasks
        from insieme.hooks.facts import HookStopped
        from insieme.hooks.queries import belongings_of
        from insieme.people.rules import add_settings_page, keep
        from insieme.record.facts import register

        register(HookStopped)
        keep("hooks", export=belongings_of, forget=actions.forget_person)
        add_settings_page("hooks:hooks", _("Web hooks"))
        periodic.register("hooks.queue_new", tasks.queue_new)
        periodic.register("hooks.call_due", tasks.call_due)
        periodic.register("hooks.forget_old", tasks.forget_old, every=timedelta(hours=1))
