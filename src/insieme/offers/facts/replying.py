# SPDX-License-Identifier: AGPL-3.0-or-later
"""What may be said of the right of reply: who asked to be heard, what they were answered, and that a reply is there, in which version."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from insieme.foundation.text import lazily
from insieme.offers.facts.choosing import CALLS
from insieme.record.facts import Fact, Kind


@dataclass(frozen=True)
class HearingAsked(Fact):
    """An organisation which the call speaks of asks to reply. Where it finds itself concerned is for the promoter."""

    code: ClassVar[str] = "offers.hearing_asked"
    KIND: ClassVar[Kind] = CALLS
    private: ClassVar[tuple[str, ...]] = ("words",)

    call: str
    title: str
    hearing: str
    organisation: str
    name: str
    words: str = ""

    def sentence(self) -> str | Promise:
        """Say it for people."""
        return lazily(_("%(name)s asks to be heard in the call “%(title)s”"), title=self.title, name=self.name)


@dataclass(frozen=True)
class HearingGranted(Fact):
    """An organisation that asked to be heard may reply: whoever promotes the call said so, or nobody answered in time (`silent`)."""

    code: ClassVar[str] = "offers.hearing_granted"
    KIND: ClassVar[Kind] = CALLS

    call: str
    title: str
    hearing: str
    organisation: str
    name: str
    silent: bool

    def sentence(self) -> str | Promise:
        """Say it for people."""
        if self.silent:
            text = _("Call “%(title)s”: nobody answered %(name)s in three days, so it may reply")
        else:
            text = _("Call “%(title)s”: %(name)s may reply")
        return lazily(text, title=self.title, name=self.name)


@dataclass(frozen=True)
class HearingRefused(Fact):
    """Whoever promotes the call does not let an organisation reply, for a reason that everybody may read."""

    code: ClassVar[str] = "offers.hearing_refused"
    KIND: ClassVar[Kind] = CALLS

    call: str
    title: str
    hearing: str
    organisation: str
    name: str
    because: str

    def sentence(self) -> str | Promise:
        """Say it for people."""
        text = _("Call “%(title)s”: %(name)s asked to be heard, and the promoter said no: %(because)s")
        return lazily(text, title=self.title, name=self.name, because=self.because)


@dataclass(frozen=True)
class ReplyPublished(Fact):
    """An organisation replies to how a call speaks of it. Who signed stands in the private part; the words on the page."""

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
        return lazily(_("%(name)s replies to how the call “%(title)s” speaks of it"), title=self.title, name=self.name)


ALL = (HearingAsked, HearingGranted, HearingRefused, ReplyPublished)
