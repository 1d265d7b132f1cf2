# SPDX-License-Identifier: AGPL-3.0-or-later
"""`insieme moderator ADDRESS [--no-longer]`."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from insieme.foundation.actor import Actor
from insieme.foundation.errors import Refusal
from insieme.people.actions import appoint_moderator


class Command(BaseCommand):
    """Who looks after what people say here."""

    help = "have somebody look after what people say here: ADDRESS [--no-longer]"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the address."""
        parser.add_argument("address")
        parser.add_argument("--no-longer", action="store_true", help="take it back")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Appoint, or take it back."""
        moderates = not options["no_longer"]
        try:
            person = appoint_moderator(options["address"], by=Actor.system("operator"), moderates=moderates)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        said = _("%(name)s is a moderator.") if moderates else _("%(name)s is no moderator any more.")
        self.stdout.write(said % {"name": person})
