# SPDX-License-Identifier: AGPL-3.0-or-later
"""The data folder: made when it is missing, open to its owner alone, with the secret key in it."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from insieme.config.language import gettext as _

#: Of the folder itself, since the database lies in it, and of what must stay closed in a folder that somebody else made more open.
CLOSED = 0o700


class DataUnusable(ImproperlyConfigured):
    """The folder cannot be made, or not be written to."""


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
    """Return the secret key, made first if it is missing; two processes that start together agree on one. Refuses: `DataUnusable`."""
    path = folder / "keys" / "secret"
    with _usable(folder):
        if not path.exists():
            made = path.with_name(f"{path.name}.{os.getpid()}")
            made.touch(mode=0o600)
            made.write_text(secrets.token_urlsafe(50))
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
