# SPDX-License-Identifier: AGPL-3.0-or-later
"""The room's visiting card: its facts, its reactions, its duties."""

from dataclasses import replace
from datetime import timedelta

from django.apps import AppConfig


class OffersConfig(AppConfig):
    """Calls, offers, pledges and their clearing."""

    name = "insieme.offers"
    label = "offers"

    def ready(self) -> None:
        """Make the room's facts known, and say what it does when and by itself."""
        from insieme.foundation import periodic
        from insieme.notices import kinds as notices
        from insieme.offers import facts, kinds, reactions, tasks
        from insieme.offers.actions import forget_person
        from insieme.offers.queries import belongings_of, got_by, titles_of
        from insieme.people.rules import keep
        from insieme.record.facts import register
        from insieme.record.queries import name_topics
        from insieme.record.reactions import react, react_to_many

        register(*facts.ALL)
        name_topics("call", titles_of, page="offers:call")
        react_to_many("offers.count", ("offers.pledged", "offers.pledge_withdrawn"), reactions.on_pledged_count)
        react("offers.tell_published", ("offers.call_published",), reactions.on_published_tell)
        react("offers.tell_signed", ("offers.offer_signed",), reactions.on_signed_tell)
        react("offers.tell_revised", ("offers.offer_revised",), reactions.on_revised_tell)
        react("offers.tell_choosing", ("offers.choosing_began",), reactions.on_choosing_tell)
        react("offers.tell_cancelled", ("offers.call_cancelled",), reactions.on_cancelled_tell)
        react("offers.tell", ("offers.cleared",), reactions.on_cleared_tell)
        react("offers.tell_failed", ("offers.supplier_failed",), reactions.on_supplier_failed_tell)
        react("offers.tell_runner_up", ("offers.runner_up_asked",), reactions.on_runner_up_asked_tell)
        react("offers.tell_takeover", ("offers.runner_up_confirmed",), reactions.on_runner_up_confirmed_tell)
        react("offers.tell_nobody", ("offers.runner_up_declined", "offers.nobody_took_over"), reactions.on_nobody_took_over_tell)
        react("offers.tell_carried", ("offers.carried_over",), reactions.on_carried_over_tell)
        react("offers.tell_initiative", ("offers.initiative_opened",), reactions.on_initiative_opened_tell)
        react("offers.tell_hearing", ("offers.hearing_asked",), reactions.on_hearing_asked_tell)
        react("offers.tell_heard", ("offers.hearing_granted", "offers.hearing_refused"), reactions.on_hearing_answered_tell)
        react("offers.look_for_ties", ("people.role_given",), reactions.on_role_given_look_for_ties)
        react("offers.rename_beside", ("people.organisation_renamed",), reactions.on_organisation_renamed_tell_beside)
        notices.register(*kinds.ALL, replace(kinds.YOURS, particulars=got_by))
        keep("offers", export=belongings_of, forget=forget_person)
        for duty in tasks.DUTIES:
            periodic.register(f"offers.{duty.__name__}", duty)
        periodic.register("offers.remind_due", tasks.remind_due, every=timedelta(minutes=10))
