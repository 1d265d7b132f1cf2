# SPDX-License-Identifier: AGPL-3.0-or-later
"""A notice is found through the one whose it is: those of others do not exist. And the house's key for pushes."""

from __future__ import annotations

import os
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
from django.conf import settings

from insieme.foundation.actor import Actor
from insieme.foundation.errors import NotVisible
from insieme.notices.models import Notice
from insieme.people.access import SignInFirst


def me(actor: Actor) -> int:
    """The id of the person who acts. Refuses: `SignInFirst`."""
    if actor.person_id is None:
        raise SignInFirst
    return actor.person_id


def notice(actor: Actor, ref: str) -> Notice:
    """The actor's notice with this reference. Refuses: `SignInFirst`, `NotVisible`."""
    found = Notice.objects.filter(person_id=me(actor), ref=ref).first()
    if found is None:
        raise NotVisible
    return found


def push_key() -> ec.EllipticCurvePrivateKey:
    """Return the key by which push services know this house, made and kept in the data folder when it is first needed.

    Source: RFC 8292. With another key, browsers that allowed pushes would have to be asked anew.
    """
    return _push_key(Path(settings.DATA) / "keys" / "push.key")


@lru_cache(maxsize=4)
def _push_key(path: Path) -> ec.EllipticCurvePrivateKey:
    if not path.exists():
        written = ec.generate_private_key(ec.SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        made = path.with_name(f"{path.name}.{os.getpid()}")
        made.touch(mode=0o600)
        made.write_bytes(written)
        # A link is made whole or not at all; where another process was quicker, its key is the key of both.
        with suppress(FileExistsError):
            os.link(made, path)
        made.unlink()
    key = load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        msg = f"{path} is not a key for pushes: remove it, and another is made"
        raise TypeError(msg)
    return key
