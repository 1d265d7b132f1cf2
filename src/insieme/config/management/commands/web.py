# SPDX-License-Identifier: AGPL-3.0-or-later
"""`insieme web`: the web server alone."""

from __future__ import annotations

import argparse
import contextlib
import socket
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from insieme.config import server, statics
from insieme.config.family import Family, stop_with_parent
from insieme.foundation.demo import is_public
from insieme.foundation.errors import Refusal


class Command(BaseCommand):
    """Serves pages and the live door until stopped."""

    help = "The web server alone."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the address; --fd and --with-parent are for a parent that has opened the port already."""
        add_address(parser)
        parser.add_argument("--fd", type=int, help=argparse.SUPPRESS)
        parser.add_argument("--with-parent", action="store_true", help=argparse.SUPPRESS)

    def handle(self, *, host: str, port: int, workers: int, fd: int | None, with_parent: bool, **_options: Any) -> None:
        """Serve: as one process, or as the parent of several that share the port."""
        if with_parent:
            stop_with_parent()
        if fd is not None:
            server.serve(server.adopt(fd))
            return
        with contextlib.ExitStack() as opened:
            listening = [opened.enter_context(share) for share in listen(host, port, workers)]
            statics.collect()
            self.stdout.write(_("Insieme answers at %(address)s") % {"address": server.address(listening[0])})
            self.stdout.flush()
            warn(self)
            if workers == 1:
                server.serve(listening[0])
            else:
                Family(*children(listening), keep=[share.fileno() for share in listening]).run()


def add_address(parser: CommandParser) -> None:
    """Take --host, --port and --workers."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (default 8000)")
    parser.add_argument("--workers", type=int, default=1, choices=range(1, 65), metavar="N", help="processes that answer (default 1)")


def listen(host: str, port: int, workers: int) -> list[socket.socket]:
    """Open the port for so many processes, or say on the command line why not."""
    try:
        return server.listen(host, port, workers)
    except Refusal as refusal:
        raise CommandError(str(refusal)) from refusal


def warn(command: BaseCommand) -> None:
    """Say of a demo world that others can reach what that means for it."""
    if settings.DEMO and is_public():
        command.stderr.write(
            _(
                "Others can come to this address, and everybody knows the password of the demo people: here they cannot sign in. "
                "To try them, leave INSIEME_URL empty and listen on 127.0.0.1."
            )
        )


def children(listening: list[socket.socket]) -> list[list[str]]:
    """Name the processes that answer on an open port, each on its own share."""
    return [["web", "--fd", str(share.fileno())] for share in listening]
