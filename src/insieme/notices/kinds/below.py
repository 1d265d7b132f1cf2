# SPDX-License-Identifier: AGPL-3.0-or-later
"""What people are told of what happens in the rooms beneath and beside this one, which cannot say it themselves."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from insieme.foundation.text import lazily, plainly
from insieme.notices.kinds import Data, NoticeKind


def _verified(data: Data) -> str | Promise:
    return lazily(_("%(name)s is verified: everybody sees it on its page"), **data)


def _declined(data: Data) -> str | Promise:
    return lazily(_("%(name)s is not verified: %(reason)s"), **data)


def _lost(data: Data) -> str | Promise:
    if data["words"]:
        return lazily(_("%(name)s is no longer verified: %(words)s"), **data)
    return lazily(_("%(name)s is no longer verified. You can ask anew"), name=data["name"])


def _guideline(data: Data) -> str | Promise:
    told = {"title": data["title"], "number": plainly(data["number"])}
    if data["name"]:
        return lazily(
            _("%(name)s published version %(number)s of its guideline “%(title)s”: read it and accept it"), name=data["name"], **told
        )
    return lazily(_("Version %(number)s of the house's guideline “%(title)s” is published: read it and accept it"), **told)


def _stopped(data: Data) -> str | Promise:
    if data["name"]:
        return lazily(_("A web hook of %(name)s is no longer called, because its program does not answer"), name=data["name"])
    return _("A web hook of yours is no longer called, because its program does not answer")


VERIFIED = NoticeKind("people.verified", _("Your organisation asked to be verified, and is"), _verified, "at_once", for_staff=True)
DECLINED = NoticeKind(
    "people.verification_declined", _("Your organisation asked to be verified, and is not"), _declined, "at_once", for_staff=True
)
LOST = NoticeKind("people.verification_lost", _("Your organisation is no longer verified"), _lost, "at_once", for_staff=True)
GUIDELINE = NoticeKind("people.guideline", _("A guideline that concerns you is published, or has a new version"), _guideline)
STOPPED = NoticeKind("hooks.stopped", _("A web hook of yours or of your organisation is no longer called"), _stopped, "at_once")
ALL = (VERIFIED, DECLINED, LOST, GUIDELINE, STOPPED)
