# SPDX-License-Identifier: AGPL-3.0-or-later
"""What this room does when something is known that people are told, and when a mail service reports what became of a letter."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from insieme.foundation import clock
from insieme.notices import actions
from insieme.notices.actions.forgetting import forget_address, works_again
from insieme.notices.kinds import Concerned, concerns
from insieme.record.reactions import react

#: django-anymail's words. Who complains of a letter as unwanted is not written to again either.
FOR_GOOD = {"bounced", "rejected", "complained"}
#: Of what was rejected: only what is said of the address, not of the letter or of us.
OF_THE_ADDRESS = {None, "invalid", "bounced", "unsubscribed", "spam"}


def announce(name: str, codes: Iterable[str], whom: Concerned) -> None:
    """Have those told whom facts of these codes concern, and those who ask beforehand who that will be.

    `name` is that of a reaction, which keeps its place. Where it is new, what happened before is not told any more.
    """
    wanted = tuple(codes)
    concerns(wanted, whom)
    react(name, wanted, actions.tell_of, only_news=True)


def on_tracked_bounce(event: Any, **_about: Any) -> None:
    """Never write again to an address that a mail service could not deliver to, for good."""
    if event.event_type in FOR_GOOD and event.recipient and event.reject_reason in OF_THE_ADDRESS:
        reason = event.description or event.mta_response or event.event_type
        actions.bounce(event.recipient, reason=reason, now=clock.now(), message_id=event.message_id or "")


def on_address_confirmed(email_address: Any, **_about: Any) -> None:
    """Write again to an address whose owner has just followed the link of a letter that went there."""
    works_again(email_address.email)


def on_address_gone(email_address: Any = None, from_email_address: Any = None, **_about: Any) -> None:
    """Forget an address that its owner has removed, or put another one in the place of."""
    if gone := email_address or from_email_address:
        forget_address(gone.email)
