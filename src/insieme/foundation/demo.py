# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where demo people may be made and may sign in: only where nobody else can come, since everybody knows their passwords."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import ip_address

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from insieme.foundation.errors import Denied

HERE = {"127.0.0.1", "localhost", "[", "::1"}
ANYWHERE = "0.0.0.0"  # noqa: S104 - compared with, not listened on
_listening: set[str] = set()


@dataclass(frozen=True, slots=True)
class Guest:
    """A demo person as whom everybody may look around, and what they do in the demo world. The password is the same for all."""

    name: str
    part: str
    email: str
    password: str


_guests: list[Guest] = []


class NotInPublic(Denied):
    """Demo people on a public address would let anybody in."""

    code = "not_in_public"
    sentence = _(
        "INSIEME_URL names a public address, and everybody knows the password of demo people. "
        "Make them on an installation of their own, with INSIEME_URL empty or at http://127.0.0.1."
    )


def listens_on(address: str) -> None:
    """Keep in mind on which numeric address of the machine this process answers: a request can forge its host's name, not this."""
    _listening.add(address)


def listens_somewhere() -> None:
    """Keep in mind that this process answers; if nobody has told where, it may be anywhere."""
    _listening.update(() if _listening else {ANYWHERE})


def is_public() -> bool:
    """Whether others can come in: by the installation's own address, or by one on which this process answers. A command answers on none."""
    return settings.SITE_HOST not in HERE or not all(ip_address(address).is_loopback for address in _listening)


def refuse_in_public() -> None:
    """Let only an installation pass to which nobody else can come. Refuses: `NotInPublic`."""
    if is_public():
        raise NotInPublic


def welcome(guests: Iterable[Guest]) -> None:
    """Keep in mind as whom one may look around here. Called when the program starts."""
    _guests[:] = guests


def guests() -> list[Guest]:
    """As whom one may look around: nobody outside of a demo, nor where others can come in."""
    return list(_guests) if settings.DEMO and not is_public() else []
