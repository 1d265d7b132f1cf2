# SPDX-License-Identifier: AGPL-3.0-or-later
"""Of what the room tells people, and in which words. Never in those that somebody said: one reads them where they stand."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from insieme.notices.kinds import Data, NoticeKind


def _decided(data: Data) -> str:
    match data["what"]:
        case "hidden":
            said = _("Your words were hidden; read why: %(title)s")
        case "removed":
            said = _("Your words were removed; read why: %(title)s")
        case "left":
            said = _("Your new words were not taken, those before stay; read why: %(title)s")
        case "restored":
            said = _("Your words are shown again: %(title)s")
        case _:
            said = (
                _("Another moderator has looked again: you were right: %(title)s")
                if data["granted"]
                else _("Another moderator has looked again, and the decision stands: %(title)s")
            )
    return said % data


def _answered(data: Data) -> str:
    return _("%(name)s has answered you: %(title)s") % _named_once(data)


def _replied(data: Data) -> str:
    return _("Somebody has replied to you: %(title)s") % data


def _mentioned(data: Data) -> str:
    return (_("Somebody mentions %(name)s: %(title)s") if "name" in data else _("Somebody mentions you: %(title)s")) % data


def _asked(data: Data) -> str:
    return _("Somebody awaits your answer: %(title)s") % data


def _reported(data: Data) -> str:
    return _("A moderator is asked to look: %(title)s") % data


def _unheard(data: Data) -> str:
    return _("An appeal waits that no moderator may hear, another one is needed: %(title)s") % data


def _waiting(data: Data) -> str:
    count = data["count"]
    return ngettext("%(count)s first voice waits for a moderator", "%(count)s first voices wait for a moderator", count) % data


def _followed(data: Data) -> str:
    told = {"who": _("Somebody whom you follow"), **data}
    return (_("%(who)s has answered for %(name)s: %(title)s") if "name" in data else _("%(who)s has spoken: %(title)s")) % _named_once(told)


def _named_once(data: Data) -> Data:
    """Talk about an offer bears the name of its company before that of the call: where the sentence has named it, it is left out."""
    return {**data, "title": data["title"].removeprefix(f"{data['name']}: ")} if "name" in data else data


ANSWERED = NoticeKind("voices.answered", gettext_lazy("somebody answers you officially"), _answered, "at_once")
REPLIED = NoticeKind("voices.replied", gettext_lazy("somebody replies to you"), _replied)
MENTIONED = NoticeKind("voices.mentioned", gettext_lazy("somebody mentions you"), _mentioned)
ASKED = NoticeKind("voices.asked", gettext_lazy("somebody asks your organisation"), _asked, for_staff=True)
DECIDED = NoticeKind("voices.moderated", gettext_lazy("a moderator decides about your words"), _decided, "at_once")
REPORTED = NoticeKind("voices.reported", gettext_lazy("what waits for moderators"), _reported, for_moderators=True)
QUEUED = NoticeKind("voices.queued", gettext_lazy("first voices of newcomers, which wait for moderators"), _waiting, for_moderators=True)
UNHEARD = NoticeKind("voices.unheard", gettext_lazy("appeals that no moderator may hear"), _unheard, "at_once", for_moderators=True)
FOLLOWED = NoticeKind("voices.followed", gettext_lazy("a person whom you follow speaks, or answers officially"), _followed, names=True)
KINDS = (ANSWERED, REPLIED, MENTIONED, ASKED, DECIDED)
