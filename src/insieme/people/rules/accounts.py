# SPDX-License-Identifier: AGPL-3.0-or-later
"""How long things last that go with an account, what a device is called, and from how many people on a figure may be shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

#: In which whoever wants to leave can think again: somebody who has got into an account cannot destroy it before its owner reads mail.
SECOND_THOUGHTS = timedelta(days=7)
#: How long an export lies ready.
EXPORT_LASTS = timedelta(days=7)
#: After which an export that was never finished is made anew.
EXPORT_PATIENCE = timedelta(hours=1)
#: Fewer people than this are never shown as a figure.
FEWEST = 10

#: What somebody may say they care for, with the words for it: as on a shopping list.
INTERESTS = {
    "food": _("food and drink"),
    "energy": _("energy"),
    "home": _("home and works"),
    "transport": _("transport"),
    "telecom": _("telephone and internet"),
    "services": _("services"),
    "goods": _("goods"),
}

#: The first that is found is meant: browsers also name those that they descend from.
BROWSERS = (
    ("Edge", r"Edg(e|A|iOS)?/"),
    ("Opera", r"OPR/"),
    ("Samsung Internet", r"SamsungBrowser/"),
    ("Firefox", r"(Firefox|FxiOS)/"),
    ("Chrome", r"(Chrome|CriOS|Chromium)/"),
    ("Safari", r"Safari/"),
)
SYSTEMS = (
    ("iPhone", r"iPhone"),
    ("iPad", r"iPad"),
    ("Android", r"Android"),
    ("Windows", r"Windows"),
    ("Mac", r"Macintosh"),
    ("ChromeOS", r"CrOS"),
    ("Linux", r"Linux"),
)


def device_of(agent: str) -> str:
    """Return browser and system of a User-Agent as two words: "Firefox, Linux"; empty where it names none that we know."""
    found = [next((name for name, sign in signs if re.search(sign, agent)), "") for signs in (BROWSERS, SYSTEMS)]
    return ", ".join(filter(None, found))


def shown(counts: Mapping[str, int]) -> dict[str, int]:
    """Return the counts that may be shown: none of fewer than ten people, and only full tens: who comes or goes is rarely seen.

    Nor can a figure that is left out be found by taking away the others from all.
    """
    return {name: count - count % FEWEST for name, count in counts.items() if count >= FEWEST}
