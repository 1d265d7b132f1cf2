# SPDX-License-Identifier: AGPL-3.0-or-later
"""What stands around a call, the same for every reader: who brings their people. Rendered once for each change."""

from __future__ import annotations

from django.template.loader import render_to_string

from insieme.look.blocks import kept
from insieme.offers import queries
from insieme.offers.models import Call
from insieme.offers.rules.phases import Verb, permits

NAMES = ("initiatives",)


def of_call(call: Call) -> dict[str, str]:
    """Each part by its name. No query while it is kept, and none where there never was anything."""

    def rendered() -> dict[str, str]:
        values = {
            "call": call,
            "initiatives": queries.initiatives_of(call) if call.around else [],
            "may_gather": permits(call.phase, Verb.GATHER),
        }
        return {name: render_to_string(f"offers/parts/call_{name}.html", values) for name in NAMES}

    return kept(f"around:{call.pk}", (call.around, call.phase), rendered)
