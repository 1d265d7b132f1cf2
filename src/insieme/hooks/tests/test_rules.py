# SPDX-License-Identifier: AGPL-3.0-or-later
"""Signatures that any library of the standard would accept, and pauses that grow."""

import base64
from datetime import UTC, datetime, timedelta

import pytest

from insieme.hooks import rules

NOW = datetime(2026, 10, 1, tzinfo=UTC)


def test_the_signature_is_that_of_the_standard():
    # The example of the specification, https://github.com/standard-webhooks/standard-webhooks (reference libraries use it as their test).
    signed = rules.sign(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", ident="msg_p5jXN8AQM9LWM0D4loKWxJek", stamp="1614265330", body=b'{"test": 2432232314}'
    )
    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_every_secret_is_new_and_long():
    secrets = {rules.new_secret() for _ in range(20)}
    assert len(secrets) == 20
    assert {len(base64.b64decode(secret.removeprefix("whsec_"))) for secret in secrets} == {32}


def test_pauses_grow_and_end_after_some_days():
    pauses = [rules.next_call(failures, NOW) - NOW for failures in range(1, len(rules.DELAYS) + 1)]
    assert pauses == sorted(pauses)
    assert timedelta(days=2) < sum(pauses, timedelta()) < timedelta(days=4)
    assert rules.next_call(len(rules.DELAYS) + 1, NOW) is None


@pytest.mark.parametrize("text", ["perché", "“no”", "\u2028"])
def test_what_is_signed_is_what_is_sent(text):
    body = rules.body_of("x.y", NOW, {"text": text})
    headers = rules.headers_of(rules.PREFIX + "AAAA", ident="a.1", now=NOW, body=body)
    assert headers["webhook-signature"] == rules.sign(rules.PREFIX + "AAAA", ident="a.1", stamp=headers["webhook-timestamp"], body=body)
    assert int(headers["webhook-timestamp"]) == NOW.timestamp()
    assert text in body.decode()
