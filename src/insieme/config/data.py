# SPDX-License-Identifier: AGPL-3.0-or-later
"""The data folder: made when it is missing, open to its owner alone, with the secret key in it."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from insieme.config.language import gettext as _

#: Of the folder itself, since the database lies in it, and of what must stay closed in a folder that somebody else made more open.
CLOSED = 0o700


class DataUnusable(ImproperlyConfigured):
    """The folder cannot be made, or not be written to."""


class DataMissing(DataUnusable):
    """No installation stands in the folder, and the verb makes none."""

    def __init__(self, name: str) -> None:
        sentence = _(
            "No installation of Insieme stands in %(folder)s. Name its folder with INSIEME_DATA, or make one there with "
            "insieme migrate or insieme run."
        )
        super().__init__(sentence % {"folder": Path(name).resolve()})


def demand(name: str) -> None:
    """Look whether an installation stands in the folder, and make nothing. Refuses: `DataMissing`."""
    if not (Path(name).resolve() / "keys" / "secret").is_file():
        raise DataMissing(name)


def data_folder(name: str) -> Path:
    """Return the folder, made with its parts where they are missing. Refuses: `DataUnusable`."""
    path = Path(name).resolve()
    with _usable(path):
        path.mkdir(mode=CLOSED, parents=True, exist_ok=True)
        for part in ("keys", "mail"):
            (path / part).mkdir(mode=CLOSED, exist_ok=True)
        for part in ("files", "static"):
            (path / part).mkdir(exist_ok=True)
    return path


def secret_key(folder: Path) -> str:
    """Return the secret key, made first if it is missing. Refuses: `DataUnusable`."""
    return _kept(folder, "secret", lambda: secrets.token_urlsafe(50))


def signing_key(folder: Path) -> str:
    """Return the key (PEM) that signs who somebody is for other programs, made first if it is missing. Refuses: `DataUnusable`."""
    return _kept(folder, "oidc.pem", _rsa)


def _rsa() -> str:
    # Needed once in the life of an installation.
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric import rsa  # noqa: PLC0415

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    kind, plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, kind, plain).decode()


def _kept(folder: Path, name: str, make: Callable[[], str]) -> str:
    """What a file among the keys holds; two processes that start together agree on one."""
    path = folder / "keys" / name
    with _usable(folder):
        if not path.exists():
            made = path.with_name(f"{path.name}.{os.getpid()}")
            made.touch(mode=0o600)
            made.write_text(make())
            try:
                os.link(made, path)
            except FileExistsError:
                pass
            finally:
                made.unlink()
        return path.read_text().strip()


@contextlib.contextmanager
def _usable(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        sentence = _("The data folder %(folder)s cannot be used: %(reason)s. Name another with INSIEME_DATA, or make this one writable.")
        raise DataUnusable(sentence % {"folder": folder, "reason": fault.strerror or fault}) from fault
