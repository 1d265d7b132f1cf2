# SPDX-License-Identifier: AGPL-3.0-or-later
"""`insieme run`: everything that a small installation needs, in one command."""

from __future__ import annotations

import contextlib
import os
from ipaddress import ip_address
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from insieme.config import server, statics
from insieme.config.family import Family
from insieme.config.management.commands import web


class Command(BaseCommand):
    """Brings the database up to date, then keeps web and worker running until stopped."""

    help = "Everything a small installation needs: web, worker, clock."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the address."""
        web.add_address(parser)

    def handle(self, *, host: str, port: int, workers: int, **_options: Any) -> None:
        """Open the port, migrate, gather static files, start the family, print where it is."""
        with contextlib.ExitStack() as opened:
            listening = [opened.enter_context(share) for share in web.listen(host, port, workers)]
            if _behind():
                call_command("migrate", interactive=False, verbosity=0)
            statics.collect()
            connections.close_all()
            address = server.address(listening[0])
            self.stdout.write(_("Insieme answers at %(address)s - Ctrl-C stops it.") % {"address": address})
            self.stdout.flush()
            web.warn(self)
            if ip_address(listening[0].getsockname()[0]).is_loopback:
                # What the worker writes leads there too, not to the usual port.
                os.environ.setdefault("INSIEME_URL", address.rstrip("/"))
            Family(*web.children(listening), ["work"], keep=[share.fileno() for share in listening]).run()


def _behind() -> bool:
    """Whether the database lacks a migration."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
