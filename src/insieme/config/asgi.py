# SPDX-License-Identifier: AGPL-3.0-or-later
"""The one port: `/live` is answered here, on the event loop; everything else by Django's WSGI application in threads."""

from __future__ import annotations

from insieme.config.bridge import Bridge
from insieme.config.wsgi import application as django
from insieme.front import live
from insieme.front.live import Message, Receive, Send

#: Threads for pages in each process, each with a database connection of its own that lasts: so many slow pages hold up nobody.
THREADS = 4
pages = Bridge(django, THREADS)


async def application(scope: Message, receive: Receive, send: Send) -> None:
    """Hand each request to the door that it is for."""
    if scope["type"] == "http" and scope["path"] == live.PATH:
        await live.door(scope, receive, send)
    elif scope["type"] == "lifespan":
        await _lifespan(receive, send)
    else:
        await pages(scope, receive, send)


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.shutdown":
            live.close()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
