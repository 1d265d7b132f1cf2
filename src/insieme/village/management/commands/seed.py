# SPDX-License-Identifier: AGPL-3.0-or-later
"""`insieme seed`: the demo world."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from insieme.foundation import clock
from insieme.foundation.errors import Refusal
from insieme.foundation.progress import shown
from insieme.people.adapter import letters_kept_here
from insieme.village.events import Event
from insieme.village.planting import plant
from insieme.village.world import PASSWORD, PEOPLE


class Command(BaseCommand):
    """Plants what is missing of the demo world, then says as whom one can sign in."""

    help = "Plant the demo world: people, organisations, calls in every phase. Again changes nothing."

    def handle(self, **_options: Any) -> None:
        """Plant, and print the table."""
        try:
            happened = plant(now=clock.now(), telling=self._telling)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(_("The demo world stands.") if happened else _("The demo world stands already: nothing was changed."))
        self.stdout.write("\n" + _("Sign in with the password %(password)s:") % {"password": PASSWORD})
        guests = [villager for villager in PEOPLE if villager.tries]
        width = max(len(villager.email) for villager in guests)
        for villager in guests:
            self.stdout.write(f"  {villager.email:<{width}}  {villager.name}, {villager.part}")
            self.stdout.write(f"  {'':<{width}}  {villager.tries}")
        if folder := letters_kept_here():
            self.stdout.write(_("This installation sends no letters: they lie in %(folder)s, the newest last.") % {"folder": folder})

    def _telling(self, events: Sequence[Event]) -> Iterable[Event]:
        return shown(events, total=len(events), what=_("The demo world"), out=self.stderr)
