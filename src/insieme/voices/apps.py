# SPDX-License-Identifier: AGPL-3.0-or-later
"""The room's visiting card."""

from django.apps import AppConfig


class VoicesConfig(AppConfig):
    """Talk, official answers, their clocks, moderation."""

    name = "insieme.voices"
    label = "voices"

    def ready(self) -> None:
        """Make the room's facts known, whom it tells what, and what it holds of people."""
        from insieme.notices import kinds
        from insieme.people.rules import keep
        from insieme.record.facts import register
        from insieme.record.reactions import react
        from insieme.voices import actions, facts, reactions
        from insieme.voices.facts.telling import KINDS
        from insieme.voices.queries.export import belongings_of

        register(*facts.ALL)
        kinds.register(*KINDS)
        keep("voices", export=belongings_of, forget=actions.forget_author)
        react("voices.tell_spoken", ("voices.spoken",), reactions.on_spoken_tell)
        react("voices.tell_answered", ("voices.answered",), reactions.on_answered_tell)
        decided = ("voices.hidden", "voices.removed", "voices.restored", "voices.appeal_decided")
        react("voices.tell_moderated", decided, reactions.on_moderated_tell)
        react("voices.tell_reported", ("voices.flagged", "voices.appealed"), reactions.on_reported_tell)
