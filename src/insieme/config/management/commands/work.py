# SPDX-License-Identifier: AGPL-3.0-or-later
"""`insieme work [--once]`: what is due, sealing, relaying, queued tasks."""

from __future__ import annotations

import argparse
import signal
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, InterfaceError
from django.utils.translation import gettext as _

from insieme.config.family import stop_with_parent
from insieme.config.worker import Worker


class Command(BaseCommand):
    """Works until stopped, or with --once until there is nothing left to do."""

    help = "What is due, sealing, relaying, queued tasks; with --once until nothing is left, else until stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take --once; --with-parent is for `insieme run`."""
        parser.add_argument("--once", action="store_true", help="do all there is to do, then end")
        parser.add_argument("--with-parent", action="store_true", help=argparse.SUPPRESS)

    def handle(self, *, once: bool, with_parent: bool, **_options: Any) -> None:
        """Work; the step in hand is finished when told to stop."""
        worker = Worker()
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda *_: worker.stop())
        if with_parent:
            stop_with_parent()
        if not once:
            worker.run()
            return
        try:
            failed = worker.run_once()
        except (DatabaseError, InterfaceError) as fault:
            sentence = _("The database cannot be used (%(fault)s). If it is new, run insieme migrate first.")
            raise CommandError(sentence % {"fault": str(fault).strip()}) from fault
        if failed:
            raise CommandError(_("Not everything could be done: %(failed)s. The log says why.") % {"failed": ", ".join(failed)})
