# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who will be told, for the pages on which something is announced."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from insieme.foundation.text import Counted
from insieme.notices.kinds import Happening
from insieme.notices.queries import Ways, who_will_be_told


def block(*plans: Happening) -> str:
    """Who will be told if this happens, by reason and by way. As many queries as `who_will_be_told`."""
    told = who_will_be_told(*plans)
    counted, asked = ([group.words for group in told.groups if group.audience.counted is wanted] for wanted in (True, False))
    return render_to_string("notices/parts/before.html", {"reasons": counted, "words": _words(told.ways), "uncounted": asked})


def _words(ways: Ways) -> str:
    each = {
        _("by mail at once"): ways.mail,
        _("with a digest"): ways.digest,
        _("here on the site"): ways.here,
    }
    # Of one person the sentence says already how many they are.
    said = ", ".join(text if ways.inbox == 1 else f"{Counted(count)} {text}" for text, count in each.items() if count)
    text = ngettext("%(count)s person will be told: %(ways)s.", "%(count)s people will be told: %(ways)s.", ways.inbox)
    return text % {"count": Counted(ways.inbox), "ways": said}
