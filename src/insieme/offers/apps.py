# SPDX-License-Identifier: AGPL-3.0-or-later
"""The room's visiting card: its facts, its reactions, its duties."""

from django.apps import AppConfig


class OffersConfig(AppConfig):
    """Calls, offers, pledges and their clearing."""

    name = "insieme.offers"
    label = "offers"

    def ready(self) -> None:
        """Make the room's facts known, and say what it does when and by itself."""
        from insieme.foundation import periodic
        from insieme.offers import facts, reactions, tasks
        from insieme.offers.queries import titles_of
        from insieme.record.facts import register
        from insieme.record.queries import name_topics
        from insieme.record.reactions import react, react_to_many

        register(*facts.ALL)
        name_topics("call", titles_of, page="offers:call")
        react_to_many("offers.count", ("offers.pledged", "offers.pledge_withdrawn"), reactions.on_pledged_count)
        react("offers.tell", ("offers.cleared",), reactions.on_cleared_tell)
        periodic.register("offers.begin_due", tasks.begin_due)
        periodic.register("offers.close_due", tasks.close_due)
        periodic.register("offers.clear_due", tasks.clear_due)
