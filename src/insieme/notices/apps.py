# SPDX-License-Identifier: AGPL-3.0-or-later
"""The room's visiting card."""

from datetime import timedelta
from importlib.util import find_spec

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    """Carries what others tell: the bell on every page, letters and pushes by the program's clock, and what mail services report."""

    name = "insieme.notices"
    label = "notices"

    def ready(self) -> None:
        """Register kinds, the bell of each page, the duties of the clock, what is held of people, what is told of the rooms beneath."""
        from allauth.account.signals import email_changed, email_confirmed, email_removed

        from insieme.foundation import letters, periodic
        from insieme.notices import kinds, tasks
        from insieme.notices.actions.forgetting import forget_person
        from insieme.notices.actions.posting import bounce
        from insieme.notices.kinds.below import ALL
        from insieme.notices.queries import below, here_of, unseen_of
        from insieme.notices.queries.belongings import belongings_of
        from insieme.notices.queries.letters import is_refused
        from insieme.notices.reactions import announce, on_address_confirmed, on_address_gone
        from insieme.people.rules import add_settings_page, keep
        from insieme.people.sessions import read_along

        add_settings_page("notices:settings", _("What you hear of"))
        kinds.register(*ALL)
        announce("notices.tell_verification", below.VERIFICATION, below.of_verification)
        announce("notices.tell_guideline", ("people.guideline_published",), below.of_guideline)
        announce("notices.tell_hook", ("hooks.stopped",), below.of_hook_stopped)
        keep("notices", export=belongings_of, forget=forget_person)
        read_along(unseen=unseen_of, here_at=here_of)
        letters.keep_list(refuses=is_refused, note=bounce)
        periodic.register("notices.write_due", tasks.write_due)
        periodic.register("notices.take_again_due", tasks.take_again_due, every=timedelta(minutes=10))
        periodic.register("notices.push_due", tasks.push_due)
        email_changed.connect(on_address_gone)
        email_confirmed.connect(on_address_confirmed)
        email_removed.connect(on_address_gone)
        if find_spec("anymail"):
            from anymail.signals import tracking

            from insieme.notices.reactions import on_tracked_bounce

            tracking.connect(on_tracked_bounce)
