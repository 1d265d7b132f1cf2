# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a mail service reports, through django-anymail: its web hook, its events, its answers to a letter."""

from __future__ import annotations

import base64
import json

import pytest
from anymail.signals import AnymailTrackingEvent, tracking
from anymail.webhooks.postmark import PostmarkTrackingWebhookView
from django.test import RequestFactory

from insieme.notices.models import BouncedAddress, Letter, LetterState
from insieme.notices.tests.makers import NOON, carried, known_kinds, told
from insieme.people.tests.makers import a_person

__all__ = ["known_kinds"]
pytestmark = pytest.mark.django_db


def reported(**event) -> None:
    tracking.send(sender=object, event=AnymailTrackingEvent(**event), esp_name="Test")


def test_a_web_hook_of_a_service_bounces_the_address(settings):
    settings.ANYMAIL = {"WEBHOOK_SECRET": "name:password"}
    said = {"RecordType": "Bounce", "Type": "HardBounce", "TypeCode": 1, "ID": 1, "MessageID": "m1", "Email": "Ada@Example.it"}
    said |= {"BouncedAt": "2026-11-22T12:00:00Z", "Description": "The server was unable to deliver your message", "Details": "gone"}
    key = base64.b64encode(b"name:password").decode()
    request = RequestFactory().post(
        "/mail/postmark/tracking/", json.dumps(said), content_type="application/json", headers={"authorization": f"Basic {key}"}
    )
    assert PostmarkTrackingWebhookView.as_view()(request).status_code == 200
    assert BouncedAddress.objects.get().email == "ada@example.it"


@pytest.mark.parametrize(
    ("event_type", "reject_reason", "bounced"),
    [
        ("bounced", "bounced", True),
        ("bounced", "invalid", True),
        ("complained", "spam", True),
        ("rejected", "unsubscribed", True),
        ("bounced", "timed_out", False),
        ("rejected", "blocked", False),
        ("deferred", None, False),
        ("delivered", None, False),
        ("opened", None, False),
    ],
)
def test_only_what_is_said_of_the_address_for_good_counts(event_type, reject_reason, bounced):
    reported(event_type=event_type, reject_reason=reject_reason, recipient="ada@example.it")
    assert BouncedAddress.objects.exists() is bounced


def test_a_letter_that_came_back_is_marked():
    told(a_person())
    carried()
    letter = Letter.objects.get()
    reported(event_type="bounced", recipient=letter.person.email, message_id=letter.message_id)
    letter.refresh_from_db()
    assert letter.state == LetterState.BOUNCED


def test_a_service_carries_letters_and_its_name_for_each_is_kept(settings):
    settings.EMAIL_BACKEND = "anymail.backends.test.EmailBackend"
    told(a_person())
    carried()
    letter = Letter.objects.get()
    assert letter.state == LetterState.SENT
    assert letter.message_id
    assert carried(NOON) == 0


def test_an_address_that_a_service_refuses_is_not_written_to_again(settings, monkeypatch):
    settings.EMAIL_BACKEND = "anymail.backends.test.EmailBackend"
    person = a_person()

    def refuse(_backend, payload, response, message):
        from anymail.message import AnymailRecipientStatus  # noqa: PLC0415 - only here

        return {person.email: AnymailRecipientStatus(message_id=None, status="rejected")}

    monkeypatch.setattr("anymail.backends.test.EmailBackend.parse_recipient_status", refuse)
    told(person)
    carried()
    assert BouncedAddress.objects.get().email == person.email
