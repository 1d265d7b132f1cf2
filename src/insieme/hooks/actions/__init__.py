# SPDX-License-Identifier: AGPL-3.0-or-later
"""What changes hooks: their owners, and the worker that calls them."""

from insieme.hooks.actions.calling import call, forget_old, hand_over, queue_new
from insieme.hooks.actions.hooking import (
    change_hook,
    forget_person,
    make_hook,
    pause_hook,
    remove_hook,
    renew_secret,
    send_again,
    skip,
    start_hook,
    try_out,
)

__all__ = [
    "call",
    "change_hook",
    "forget_old",
    "forget_person",
    "hand_over",
    "make_hook",
    "pause_hook",
    "queue_new",
    "remove_hook",
    "renew_secret",
    "send_again",
    "skip",
    "start_hook",
    "try_out",
]
