# SPDX-License-Identifier: AGPL-3.0-or-later
"""`insieme index`: go through everything that can be found."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from insieme.foundation.text import plain
from insieme.search.actions import refresh
from insieme.search.models import Document, Kind
from insieme.search.queries.sources import SOURCES


class Command(BaseCommand):
    """Brings the index up to date, kind by kind, in batches; again changes nothing, and it may run beside the house."""

    help = "Bring the index of the search up to date: calls, offers, organisations, people, voices, record. Again changes nothing."

    def handle(self, **_options: Any) -> None:
        """Go through all kinds, and say how many things can be found."""
        for kind in SOURCES:
            for seen in refresh(kind):
                self._tell(Kind(kind), seen)
            if self.stderr.isatty():
                self.stderr.write("")
        self.stdout.write(_("%(count)s things can be found.") % {"count": plain(Document.objects.count())})

    def _tell(self, kind: Kind, seen: int) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"\r{kind.label}: {plain(seen)}", ending="")
