# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where rooms say what they do when a fact is known: `react(name, codes, handler)`, called when the program starts.

And how far they have come, for whoever shows what reactions make of facts.
"""

from django.db import connection

from insieme.record.actions.relaying import known, react, react_to_many
from insieme.record.facts import SealedFact
from insieme.record.queries import latest_position

__all__ = ["SealedFact", "react", "react_to_many", "settled_position"]

#: A reaction that has failed so often on a fact is not waited for any longer: until then it may have taken some six seconds.
PATIENCE = 3
#: Written out: asked for by every page that is open while something happens.
_HOW_FAR = """
SELECT reaction, position, EXISTS (
    SELECT 1 FROM record_parked AS parked WHERE parked.reaction = cursor.reaction AND next_at IS NOT NULL AND attempts >= %s
)
FROM record_cursor AS cursor
"""


def settled_position() -> int:
    """Return the last position of which every reaction has made what it makes, -1 where there is none.

    A page made afterwards shows all of it. A reaction that fails again and again is not waited for.
    """
    with connection.cursor() as cursor:
        cursor.execute(_HOW_FAR, [PATIENCE])
        rows = {name: (position, stuck) for name, position, stuck in cursor.fetchall()}
    if not known() <= rows.keys():
        return -1
    working = [position for name, (position, stuck) in rows.items() if name in known() and not stuck]
    return min(working) - 1 if working else latest_position()
