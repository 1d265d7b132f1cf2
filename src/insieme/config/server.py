# SPDX-License-Identifier: AGPL-3.0-or-later
"""The web server: uvicorn on a socket that is opened first, so that a busy port is refused before anything else happens."""

from __future__ import annotations

import contextlib
import errno
import resource
import signal
import socket

import uvicorn
from django.utils.translation import gettext as _

from insieme.foundation import demo
from insieme.foundation.errors import Refusal
from insieme.front import live

#: Seconds that requests in hand have to end when the server stops.
GRACE = 2


class PortTaken(Refusal):
    """Somebody else listens there."""

    code = "port_taken"


def listen(host: str, port: int, shares: int = 1) -> list[socket.socket]:
    """Open the port for listening, once for each of the processes that share it: the kernel then spreads the connections evenly.

    Refuses: PortTaken, or an address that is not this machine's.
    """
    # What shares a port may share it with anybody of the same user, so the first socket finds out whether somebody is there.
    alone = _open(host, port, shared=False)
    if shares == 1:
        return [alone]
    port = alone.getsockname()[1]
    alone.close()
    return [_open(host, port, shared=True) for _ in range(shares)]


def _open(host: str, port: int, *, shared: bool) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return _told(socket.create_server((host, port), family=family, backlog=2048, reuse_port=shared))
    except OSError as fault:
        if fault.errno == errno.EADDRINUSE:
            raise PortTaken(_("Port %(port)s is taken by another program. Choose another with --port.") % {"port": port}) from fault
        raise Refusal(_("Cannot listen on %(host)s: %(fault)s.") % {"host": host, "fault": fault.strerror or fault}) from fault


def adopt(number: int) -> socket.socket:
    """Take over a port that another process has opened."""
    return _told(socket.socket(fileno=number))


def _told(listening: socket.socket) -> socket.socket:
    demo.listens_on(listening.getsockname()[0])
    return listening


def address(listening: socket.socket) -> str:
    """Where a browser finds what listens there."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


class Server(uvicorn.Server):
    """Uvicorn that ends the live streams first: it would wait for them to end by themselves."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop accepting, end the streams, let requests in hand finish."""
        live.close()
        await super().shutdown(sockets)


def serve(listening: socket.socket) -> None:
    """Answer on the socket until SIGINT, SIGTERM or SIGHUP."""
    config = uvicorn.Config(
        "insieme.config.asgi:application",
        loop="uvloop",
        http="httptools",
        ws="none",
        lifespan="on",
        access_log=False,
        log_config=None,
        log_level="warning",
        server_header=False,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=GRACE,
    )
    server = Server(config)
    _many_files()
    # Uvicorn raises the signal anew once it has finished; by then it has done its work.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: setattr(server, "should_exit", True))
    signal.signal(signal.SIGHUP, lambda *_: setattr(server, "should_exit", True))
    with contextlib.closing(listening):
        server.run(sockets=[listening])


def _many_files() -> None:
    """Let the process hold as many connections as the machine allows."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
