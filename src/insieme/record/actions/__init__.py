# SPDX-License-Identifier: AGPL-3.0-or-later
"""What can be done with the record: say a fact, seal what was said, relay it to reactions, erase private parts, export."""

from insieme.record.actions.erasing import erase
from insieme.record.actions.exporting import export
from insieme.record.actions.relaying import relay, retry
from insieme.record.actions.saying import say, say_all
from insieme.record.actions.sealing import seal

__all__ = ["erase", "export", "relay", "retry", "say", "say_all", "seal"]
