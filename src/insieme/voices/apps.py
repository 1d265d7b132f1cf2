# SPDX-License-Identifier: AGPL-3.0-or-later
"""The room's visiting card."""

from dataclasses import replace
from datetime import timedelta

from django.apps import AppConfig


class VoicesConfig(AppConfig):
    """Talk, official answers, their clocks, moderation."""

    name = "insieme.voices"
    label = "voices"

    def ready(self) -> None:
        """Make the room's facts known, whom it tells what, and what it holds of people."""
        from insieme.foundation import periodic
        from insieme.notices import kinds
        from insieme.notices.reactions import announce
        from insieme.people.rules import keep
        from insieme.record.facts import register
        from insieme.voices import actions, facts, tasks
        from insieme.voices.facts import telling
        from insieme.voices.queries import audiences
        from insieme.voices.queries.export import belongings_of

        register(*facts.ALL)
        moderating = (replace(kind, visible=audiences.still_moderating) for kind in (telling.REPORTED, telling.QUEUED))
        unheard = replace(telling.UNHEARD, visible=audiences.still_running)
        kinds.register(*telling.KINDS, *moderating, unheard, replace(telling.FOLLOWED, visible=audiences.still_shown))
        keep("voices", export=belongings_of, forget=actions.forget_author)
        announce("voices.tell_spoken", ("voices.spoken",), audiences.of_spoken)
        announce("voices.tell_edited", ("voices.edited",), audiences.of_edited)
        announce("voices.tell_answered", ("voices.answered",), audiences.of_answered)
        decided = ("voices.hidden", "voices.removed", "voices.restored", "voices.left", "voices.appeal_decided")
        announce("voices.tell_moderated", decided, audiences.of_moderated)
        announce("voices.tell_reported", ("voices.flagged", "voices.appealed"), audiences.of_reported)
        periodic.register("voices.drop_pictures", tasks.drop_pictures, every=timedelta(hours=1))
        periodic.register("voices.tell_queued", tasks.tell_queued, every=timedelta(minutes=10))
