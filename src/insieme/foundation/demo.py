# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where demo people may be made: only on an installation that nobody else can reach, since everybody knows their passwords."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from insieme.foundation.errors import Denied

HERE = {"127.0.0.1", "localhost", "[", "::1"}


class NotInPublic(Denied):
    """Demo people on a public address would let anybody in."""

    code = "not_in_public"
    sentence = _(
        "INSIEME_URL names a public address, and everybody knows the password of demo people. "
        "Make them on an installation of their own, with INSIEME_URL empty or at http://127.0.0.1."
    )


def is_public() -> bool:
    """Whether the installation's own address is another than this machine's."""
    return settings.SITE_HOST not in HERE


def refuse_in_public() -> None:
    """Let only an installation pass whose own address is this machine's. Refuses: `NotInPublic`."""
    if is_public():
        raise NotInPublic
