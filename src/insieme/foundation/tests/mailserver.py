# SPDX-License-Identifier: AGPL-3.0-or-later
"""A real mail server on loopback that remembers what it took, and refuses whom it is told to."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller


class MailServer:
    """What came, by address, and what the server answers to some addresses instead of taking their mail."""

    def __init__(self) -> None:
        self.took: dict[str, list[EmailMessage]] = {}
        self.answers: dict[str, str] = {}
        self.connections = 0
        self.on_letter: Callable[[str], object] = lambda _address: None

    async def handle_EHLO(self, _server: Any, session: Any, _envelope: Any, hostname: str, responses: list[str]) -> list[str]:  # noqa: N802
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802
        self.on_letter(address)
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        letter = message_from_bytes(envelope.content, policy=policy.default)
        for address in envelope.rcpt_tos:
            self.took.setdefault(address, []).append(letter)
        return "250 taken"

    @property
    def count(self) -> int:
        return sum(len(letters) for letters in self.took.values())


@pytest.fixture
def mailserver(settings: Any) -> Iterator[MailServer]:
    """The house writes to this server for the length of a test."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    handler = MailServer()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    handler.connections = 0
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    try:
        yield handler
    finally:
        controller.stop()
