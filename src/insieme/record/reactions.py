# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where rooms say what they do when a fact is known: `react(name, codes, handler)`, called when the program starts."""

from insieme.record.actions.relaying import react
from insieme.record.facts import SealedFact

__all__ = ["SealedFact", "react"]
