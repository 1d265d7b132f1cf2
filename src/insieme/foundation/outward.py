# SPDX-License-Identifier: AGPL-3.0-or-later
"""Calling addresses that people give us, without letting them reach what only this machine can reach.

A name is looked up once; all addresses it leads to are judged before any of them is called, and what was judged is what is called.
So nobody learns what answers inside. No proxy, no redirect, a bound on addresses, on time and on what is read.
"""

from __future__ import annotations

import ipaddress
import socket
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import requests
from django.conf import settings
from django.utils.translation import gettext as _
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.util.connection import create_connection

CONNECT, READ, WHOLE = 3.05, 7.0, 10.0  # seconds: to be connected, between two bytes, for all of it
MOST_ADDRESSES = 3  # of a name are tried: within `WHOLE`, all of them
LONGEST_ANSWER = 2000  # bytes that are read of an answer
LONGEST_ADDRESS = 500


class NotToBeCalledError(Exception):
    """The name leads to an address of this machine or of its own network. No `OSError`: those are taken for the network's."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: the status and the beginning of the text, or 0 and the reason why there is none, in a sentence; how long it took."""

    status: int
    text: str
    took_ms: int

    @property
    def welcome(self) -> bool:
        """Whether the other side has taken it."""
        return 200 <= self.status < 300  # noqa: PLR2004 - RFC 9110, 15.3


def fault_of(address: str) -> str:
    """Say in a sentence why this address is never called; an empty text where it may be tried."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return _("This is not an address. Write it whole, as https://example.it/insieme.")
    if len(address) > LONGEST_ADDRESS or any(letter <= " " for letter in address) or not parts.hostname or port == 0:
        return _("This is not an address. Write it whole, as https://example.it/insieme.")
    if parts.username or parts.password:
        return _("Leave name and password out of the address: what we send is signed instead.")
    if parts.scheme != "https" and not (settings.CALLS_INSIDE and parts.scheme == "http"):
        return _("The address must begin with https://, so that nobody on the way reads or changes what we send.")
    with suppress(ValueError):
        if not _may_call(parts.hostname):
            return _("This address cannot be reached from outside. Give one that anybody on the Internet can reach.")
    return ""


def post(address: str, *, body: bytes, headers: Mapping[str, str]) -> Reply:
    """Send `body` and return what came back, whatever it is. Never raises for what the other side does; never goes where it may not."""
    began = time.monotonic()
    guard = _Guard()
    late = threading.Timer(WHOLE, guard.cut)
    late.daemon = True
    try:
        late.start()
        with requests.Session() as session:
            session.trust_env = False
            session.mount("https://", guard)
            session.mount("http://", guard)
            fault = fault_of(address)
            if fault:
                return Reply(0, fault, 0)
            answer = session.post(address, data=body, headers=dict(headers), timeout=(CONNECT, READ), allow_redirects=False, stream=True)
            text = answer.raw.read(LONGEST_ANSWER, decode_content=True).decode(errors="replace").replace("\x00", "")
            return Reply(answer.status_code, text, _since(began))
    except NotToBeCalledError:
        return Reply(0, _("The name leads to an address that cannot be reached from outside."), _since(began))
    except requests.exceptions.SSLError:
        return Reply(0, _("Its certificate is not valid for this name."), _since(began))
    except requests.Timeout:
        return Reply(0, _("It did not answer in time."), _since(began))
    except Exception:  # noqa: BLE001 - names that cannot be encoded, bad HTTP: all of it is the other side's
        return Reply(0, _("It could not be reached, or broke off."), _since(began))
    finally:
        late.cancel()
        guard.let_go()


def _since(began: float) -> int:
    return round((time.monotonic() - began) * 1000)


def _may_call(address: str) -> bool:
    found = ipaddress.ip_address(address)
    mapped = getattr(found, "ipv4_mapped", None)
    return settings.CALLS_INSIDE or ((mapped or found).is_global and not found.is_multicast)


class _Guard(HTTPAdapter):
    """Makes every connection, to addresses that may be called, and can cut it when all takes too long."""

    def __init__(self) -> None:
        self.until = time.monotonic() + WHOLE
        self.held: list[socket.socket] = []
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        connect = self.connect

        class Plain(HTTPConnection):
            def _new_conn(self) -> socket.socket:
                return connect(self)

        class Sealed(HTTPSConnection):
            def _new_conn(self) -> socket.socket:
                return connect(self)

        class PlainPool(HTTPConnectionPool):
            ConnectionCls = Plain

        class SealedPool(HTTPSConnectionPool):
            ConnectionCls = Sealed

        self.poolmanager.pool_classes_by_scheme = {"http": PlainPool, "https": SealedPool}

    def connect(self, asked: HTTPConnection) -> socket.socket:
        """Connect to where the name leads. TLS goes on asking for the name, not for the address."""
        found = dict.fromkeys(str(each[4][0]) for each in socket.getaddrinfo(asked.host, asked.port, type=socket.SOCK_STREAM))
        if not all(map(_may_call, found)):
            raise NotToBeCalledError
        *first, last = list(found)[:MOST_ADDRESSES]
        for address in first:
            with suppress(OSError):
                return self._reach(address, asked)
        return self._reach(last, asked)

    def _reach(self, address: str, asked: HTTPConnection) -> socket.socket:
        left = max(self.until - time.monotonic(), 0.001)
        made = create_connection((address, asked.port), min(CONNECT, left), socket_options=asked.socket_options)
        # A copy, because TLS takes the socket itself away from us.
        self.held.append(made.dup())
        if time.monotonic() >= self.until:
            made.close()
            raise TimeoutError
        return made

    def cut(self) -> None:
        """End what is still under way."""
        for copy in self.held:
            with suppress(OSError):
                copy.shutdown(socket.SHUT_RDWR)

    def let_go(self) -> None:
        """Close our own copies."""
        for copy in self.held:
            copy.close()
