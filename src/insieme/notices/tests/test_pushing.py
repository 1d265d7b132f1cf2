# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pushes over a real socket, opened with the browser's own key; and browsers that are gone, or are none."""

from __future__ import annotations

import base64
import json
import os
from dataclasses import dataclass
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.test import Client
from django_tasks_db.models import DBTaskResult

from insieme.foundation.errors import Invalid
from insieme.foundation.tests.listening import Heard, a_program
from insieme.notices import actions, tasks
from insieme.notices.access import push_key
from insieme.notices.models import PushSubscription
from insieme.notices.tests.makers import CALM, NOON, known_kinds, told
from insieme.people.tests.makers import a_person, as_actor, signed_in

__all__ = ["known_kinds"]
pytestmark = pytest.mark.django_db


def spelled(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


@dataclass
class Browser:
    """What a browser keeps of its subscription."""

    key: ec.EllipticCurvePrivateKey
    secret: bytes

    def gives(self, endpoint: str) -> dict[str, str]:
        return {"endpoint": endpoint, "p256dh": spelled(point(self.key.public_key())), "auth": spelled(self.secret)}

    def opens(self, body: bytes) -> dict[str, Any]:
        """Decrypt as RFC 8291 and RFC 8188 say."""
        salt, length = body[:16], body[20]
        theirs, sealed = body[21 : 21 + length], body[21 + length :]
        shared = self.key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs))
        info = b"WebPush: info\x00" + point(self.key.public_key()) + theirs
        together = HKDF(hashes.SHA256(), 32, self.secret, info).derive(shared)
        key = HKDF(hashes.SHA256(), 16, salt, b"Content-Encoding: aes128gcm\x00").derive(together)
        nonce = HKDF(hashes.SHA256(), 12, salt, b"Content-Encoding: nonce\x00").derive(together)
        return json.loads(AESGCM(key).decrypt(nonce, sealed, None).rstrip(b"\x00")[:-1])


@pytest.fixture
def browser() -> Browser:
    return Browser(ec.generate_private_key(ec.SECP256R1()), os.urandom(16))


@pytest.fixture
def service(settings):
    settings.CALLS_INSIDE = True
    with a_program() as heard:
        yield heard


def pushed() -> int:
    due = tasks.push_due(NOON)
    for queued in DBTaskResult.objects.ready():
        if queued.task_path == tasks.send_pushes.module_path:
            tasks.send_pushes.func(*queued.args_kwargs["args"])
            queued.delete()
    return due


def allowed(browser: Browser, service: Heard, **more: Any):
    person = a_person(**more)
    actions.add_device(by=as_actor(person), now=NOON, **browser.gives(service.address))
    return person


def test_a_push_can_be_read_by_the_browser_alone_and_is_signed_by_the_house(browser, service, settings):
    person = allowed(browser, service, language="en")
    (notice,) = told(person, data={"what": "warm bread"})
    assert (pushed(), pushed()) == (1, 0)
    ((headers, body),) = service.calls
    assert browser.opens(body) == {"words": "It happened: warm bread", "href": f"/notices/{notice.ref}/", "tag": notice.ref}
    assert headers["content-encoding"] == "aes128gcm"
    token = dict(part.strip().split("=", 1) for part in headers["authorization"].removeprefix("vapid ").split(","))["t"]
    said = jwt.decode(token, push_key().public_key(), algorithms=["ES256"], audience="http://127.0.0.1")
    assert said["sub"].startswith("mailto:")


def test_only_what_one_wants_to_hear_at_once_is_pushed_and_only_while_unseen(browser, service):
    person = allowed(browser, service)
    told(person, kind=CALM)
    told(person)
    actions.see_all(by=as_actor(person), now=NOON)
    pushed()
    told(a_person())
    pushed()
    assert service.calls == []


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_forgotten(browser, service, status):
    service.answers[:] = [status]
    told(allowed(browser, service))
    pushed()
    assert not PushSubscription.objects.exists()


def test_another_fault_is_noted_and_the_browser_stays(browser, service):
    service.answers[:] = [500]
    told(allowed(browser, service))
    pushed()
    assert PushSubscription.objects.get().last_error.startswith("500 ")


@pytest.mark.parametrize(
    "endpoint", ["http://push.example/1", "https://127.0.0.1/1", "https://10.0.0.1/1", "https://[::1]/1", "file:///etc/passwd", "x"]
)
def test_an_address_inside_is_no_browser(browser, endpoint):
    with pytest.raises(Invalid):
        actions.add_device(by=as_actor(a_person()), now=NOON, **browser.gives(endpoint))


@pytest.mark.parametrize("broken", [{"p256dh": "AAAA"}, {"auth": "AAAA"}, {"p256dh": "è"}, {"auth": "é" * 22}])
def test_keys_that_are_none_are_refused(browser, broken):
    with pytest.raises(Invalid):
        actions.add_device(by=as_actor(a_person()), now=NOON, **(browser.gives("https://push.example/1") | broken))


def test_a_browser_belongs_to_who_used_it_last(browser):
    first, second = a_person(), a_person()
    for person in (first, second, second):
        actions.add_device(by=as_actor(person), now=NOON, **browser.gives("https://push.example/1"))
    assert PushSubscription.objects.get().person == second


def test_a_browser_is_allowed_and_forgotten_on_the_page_of_settings(browser):
    client = signed_in(Client(headers={"accept-language": "en", "user-agent": "Testfox 1"}), a_person())
    assert client.post("/notices/settings/devices/", browser.gives("https://push.example/1")).status_code == 302
    assert "Testfox 1" in client.get("/notices/settings/").content.decode()
    device = PushSubscription.objects.get()
    signed_in(Client(), a_person()).post(f"/notices/settings/devices/{device.ref}/")
    assert PushSubscription.objects.exists()
    client.post(f"/notices/settings/devices/{device.ref}/")
    assert not PushSubscription.objects.exists()


def test_what_is_no_browser_is_said_on_the_page():
    client = signed_in(Client(headers={"accept-language": "en"}), a_person())
    answer = client.post("/notices/settings/devices/", {"endpoint": "https://127.0.0.1/"}, follow=True)
    assert "This browser cannot be told anything while the page is closed." in answer.content.decode()
