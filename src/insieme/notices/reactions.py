# SPDX-License-Identifier: AGPL-3.0-or-later
"""What this room does when a mail service reports what became of a letter."""

from __future__ import annotations

from typing import Any

from insieme.foundation import clock
from insieme.notices import actions

#: django-anymail's words. Who complains of a letter as unwanted is not written to again either.
FOR_GOOD = {"bounced", "rejected", "complained"}
#: Of what was rejected: only what is said of the address, not of the letter or of us.
OF_THE_ADDRESS = {None, "invalid", "bounced", "unsubscribed", "spam"}


def on_tracked_bounce(event: Any, **_about: Any) -> None:
    """Never write again to an address that a mail service could not deliver to, for good."""
    if event.event_type in FOR_GOOD and event.recipient and event.reject_reason in OF_THE_ADDRESS:
        reason = event.description or event.mta_response or event.event_type
        actions.bounce(event.recipient, reason=reason, now=clock.now(), message_id=event.message_id or "")
