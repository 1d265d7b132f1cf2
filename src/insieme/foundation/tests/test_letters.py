# SPDX-License-Identifier: AGPL-3.0-or-later
"""One letter to one address: what a server's answer means, and who is asked and told of addresses that take none."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from anymail.exceptions import AnymailAPIError
from anymail.message import AnymailRecipientStatus
from django.core.mail import EmailMessage
from django.core.validators import validate_email

from insieme.foundation import letters
from insieme.foundation.letters import PAUSES, Verdict, judge_refusal, next_try
from insieme.foundation.tests.mailserver import mailserver

__all__ = ["mailserver"]
SUNDAY = datetime(2026, 11, 22, 12, 34, tzinfo=UTC)
ADA = "ada@example.it"


@pytest.fixture(autouse=True)
def noted(monkeypatch):
    """Which addresses stand on the list, with the reasons."""
    kept: dict[str, str] = {}
    monkeypatch.setattr(letters, "_lists", [])
    letters.keep_list(refuses=lambda email: email in kept, note=lambda email, *, reason, **_at: kept.setdefault(email, reason))
    return kept


def sent(**more):
    return letters.send(EmailMessage("Hello", "How are you?", to=[ADA]), about="a test", **more)


@pytest.mark.parametrize(
    ("answer", "verdict", "why"),
    [
        ("250 OK", Verdict.SENT, None),
        ("451 4.7.1 come back later", Verdict.LATER, None),
        ("554 5.7.1 relay access denied", Verdict.LATER, None),
        ("550 5.1.1 no such mailbox", Verdict.BOUNCED, "550 5.1.1 no such mailbox"),
    ],
)
def test_what_a_server_answers_is_one_of_three_things(mailserver, noted, answer, verdict, why):
    if verdict is not Verdict.SENT:
        mailserver.answers[ADA] = answer
    assert sent() is verdict
    assert noted.get(ADA) == why
    assert mailserver.count == (verdict is Verdict.SENT)


def test_an_address_on_the_list_is_written_to_regardless_only(mailserver, noted):
    noted[ADA] = "gone"
    assert sent() is Verdict.BOUNCED
    assert mailserver.connections == 0
    assert sent(regardless=True) is Verdict.SENT
    assert mailserver.count == 1


def test_without_a_server_it_is_tried_later(mailserver, noted, settings):
    settings.EMAIL_PORT = 1
    assert sent() is Verdict.LATER
    assert not noted


@pytest.fixture
def service(settings, monkeypatch):
    """A mail service, through django-anymail, that answers as it is told to."""
    settings.EMAIL_BACKEND, settings.ANYMAIL = "anymail.backends.test.EmailBackend", {}

    def answer(said):
        def parse(_backend, _payload, _response, _message):
            if isinstance(said, Exception):
                raise said
            return {ADA: AnymailRecipientStatus(message_id=None, status=said)}

        monkeypatch.setattr("anymail.backends.test.EmailBackend.parse_recipient_status", parse)

    return answer


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        ("sent", Verdict.SENT),
        ("queued", Verdict.SENT),
        ("rejected", Verdict.BOUNCED),
        ("invalid", Verdict.BOUNCED),
        (AnymailAPIError("the service has a bad day"), Verdict.LATER),
    ],
)
def test_what_a_mail_service_answers_is_one_of_the_same_three(service, noted, answer, verdict):
    service(answer)
    assert sent() is verdict
    assert (ADA in noted) is (verdict is Verdict.BOUNCED)


def test_what_a_mail_service_cannot_read_as_an_address_takes_no_letter(service, noted):
    to = "ada@[127.0.0.1]"
    validate_email(to)
    service("sent")
    assert letters.send(EmailMessage("Hello", "How are you?", to=[to]), about="a test") is Verdict.BOUNCED
    assert to in noted


def test_a_sender_that_cannot_be_read_says_nothing_of_whom_one_writes_to(service, noted, settings):
    settings.DEFAULT_FROM_EMAIL = "insieme@[127.0.0.1]"
    service("sent")
    assert sent() is Verdict.LATER
    assert not noted


@pytest.mark.parametrize(
    ("code", "text", "verdict"),
    [
        (550, "5.1.1 no such user", Verdict.BOUNCED),
        (550, "no such user", Verdict.BOUNCED),
        (550, "5.2.1 mailbox disabled", Verdict.BOUNCED),
        (552, "5.2.2 mailbox full", Verdict.LATER),
        (554, "5.7.1 relay access denied", Verdict.LATER),
        (550, "5.7.26 unauthenticated mail", Verdict.LATER),
        (554, "no", Verdict.LATER),
        (451, "4.1.1 later", Verdict.LATER),
        (421, "too busy", Verdict.LATER),
    ],
)
def test_only_what_is_said_of_the_mailbox_makes_an_address_bad(code, text, verdict):
    assert judge_refusal(code, text) is verdict


def test_pauses_grow_and_end():
    tries = [next_try(number, SUNDAY) for number in range(1, len(PAUSES) + 2)]
    assert tries == [*(SUNDAY + pause for pause in PAUSES), None]
    assert list(PAUSES) == sorted(PAUSES)
