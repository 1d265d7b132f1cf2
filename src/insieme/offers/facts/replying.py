# SPDX-License-Identifier: AGPL-3.0-or-later
"""What may be said of an organisation's reply: that it is there, in which version, and the digest of its words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from insieme.foundation.text import lazily
from insieme.offers.facts.choosing import CALLS
from insieme.record.facts import Fact, Kind


@dataclass(frozen=True)
class ReplyPublished(Fact):
    """An organisation replies to how it is named on a call. Who signed stands in the private part; the words on the page."""

    code: ClassVar[str] = "offers.reply_published"
    KIND: ClassVar[Kind] = CALLS
    private: ClassVar[tuple[str, ...]] = ("signed_name", "signed_title")

    call: str
    title: str
    organisation: str
    name: str
    number: int
    sha256: str
    signed_name: str = ""
    signed_title: str = ""

    def sentence(self) -> str | Promise:
        """Say it for people."""
        return lazily(_("%(name)s replies to how it is named in the call “%(title)s”"), title=self.title, name=self.name)


ALL = (ReplyPublished,)
