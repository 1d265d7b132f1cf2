# SPDX-License-Identifier: AGPL-3.0-or-later
"""What can be done with notices: tell, see, follow, choose, stop; and with devices that may be told."""

from insieme.notices.actions.choosing import choose, mend_address, stop
from insieme.notices.actions.devices import add_device, forget_device
from insieme.notices.actions.following import follow, unfollow
from insieme.notices.actions.posting import bounce
from insieme.notices.actions.seeing import be_here, see, see_all, see_at
from insieme.notices.actions.telling import tell, tell_of

__all__ = [
    "add_device",
    "be_here",
    "bounce",
    "choose",
    "follow",
    "forget_device",
    "mend_address",
    "see",
    "see_all",
    "see_at",
    "stop",
    "tell",
    "tell_of",
    "unfollow",
]
