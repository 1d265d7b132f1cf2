# SPDX-License-Identifier: AGPL-3.0-or-later
"""The room's visiting card: its facts, its reactions, its duties."""

from dataclasses import replace
from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OffersConfig(AppConfig):
    """Calls, offers, pledges and their clearing."""

    name = "insieme.offers"
    label = "offers"
    verbose_name = _("Calls and offers")

    def ready(self) -> None:
        """Make the room's facts known, and say what it does when and by itself."""
        from insieme.foundation import periodic
        from insieme.notices import kinds as notices
        from insieme.notices.reactions import announce
        from insieme.offers import facts, kinds, reactions, tasks
        from insieme.offers.actions import forget_person
        from insieme.offers.queries import audiences, belongings_of, got_by, titles_of
        from insieme.offers.queries.afterwards import asked_instead, bought_instead, left_without
        from insieme.offers.queries.ratings import has_part
        from insieme.offers.web.notes import changed_for
        from insieme.people.rules import keep
        from insieme.record.facts import register
        from insieme.record.queries import name_topics
        from insieme.record.reactions import react, react_to_many
        from insieme.voices.rules.stakes import know_stakes

        register(*facts.ALL)
        name_topics("call", titles_of, page="offers:call")
        know_stakes("call", has_part)
        react_to_many("offers.count", ("offers.pledged", "offers.pledge_withdrawn"), reactions.on_pledged_count)
        for name, (codes, whom) in audiences.TOLD.items():
            announce(name, codes, whom)
        react("offers.look_for_ties", ("people.role_given",), reactions.on_role_given_look_for_ties)
        react("offers.rename_beside", ("people.organisation_renamed",), reactions.on_organisation_renamed_tell_beside)
        react("offers.rename_talks", ("people.organisation_renamed",), reactions.on_organisation_renamed_rename_talks)
        afterwards = ((kinds.FAILED, left_without), (kinds.AGREE, asked_instead), (kinds.CARRIED, bought_instead))
        own = ((kinds.YOURS, got_by), (kinds.CONFIRM, changed_for), *afterwards)
        notices.register(*kinds.ALL, *(replace(kind, particulars=asked) for kind, asked in own))
        keep("offers", export=belongings_of, forget=forget_person)
        for duty in tasks.DUTIES:
            periodic.register(f"offers.{duty.__name__}", duty)
        periodic.register("offers.count_reach_due", tasks.count_reach_due, every=timedelta(minutes=10))
        periodic.register("offers.remind_due", tasks.remind_due, every=timedelta(minutes=10))
