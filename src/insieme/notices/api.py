# SPDX-License-Identifier: AGPL-3.0-or-later
"""The inbox, what one follows, and how one hears of things, for programs."""

from __future__ import annotations

from typing import Any

from insieme.foundation import clock
from insieme.foundation.actor import Actor
from insieme.foundation.api.cursors import After, Limit, Page, key_of, page
from insieme.foundation.api.rooms import Asked, Room
from insieme.foundation.scopes import Scope
from insieme.notices import actions, queries
from insieme.notices.queries.below import publishing
from insieme.notices.schemas import FollowSent, NoticeTold, SeenTold, SettingsSent, SettingsTold, ThingTold, WillBeTold
from insieme.people.access import guideline

room = Room("Notices")


@room.find("/notices", Page[NoticeTold], own=True)
def notices(request: Asked, after: After = "", limit: Limit = 20) -> Any:
    """What the one who asks was told, the newest first."""
    found = queries.inbox(request.auth, before=key_of(after, "notices") or "", limit=limit + 1)
    return page(request, found.notices, limit, lambda notice: notice.ref, "notices")


@room.change("POST", "/notices/seen", SeenTold, scope=Scope.ACCOUNT)
def see_all(request: Asked) -> Any:
    """Everything up to now is seen."""
    return {"seen": actions.see_all(by=request.auth, now=clock.now())}


@room.change("POST", "/notices/{ref}/seen", NoticeTold, scope=Scope.ACCOUNT)
def see(request: Asked, ref: str) -> Any:
    """A notice is seen. Again changes nothing."""
    return queries.named([actions.see(ref, by=request.auth, now=clock.now())])[0]


@room.find("/guidelines/{ref}/told", WillBeTold, own=True)
def told_of_guideline(request: Asked, ref: str) -> Any:
    """Who will be told once the draft of a guideline is published, for those who may publish it."""
    return queries.who_will_be_told(publishing(guideline(request.auth, ref, to_edit=True)))


@room.find("/follows", list[ThingTold], own=True)
def follows(request: Asked) -> Any:
    """What the one who asks follows, by title."""
    return queries.followed_by(request.auth)


@room.change("POST", "/follows", ThingTold, scope=Scope.ACCOUNT)
def follow(request: Asked, sent: FollowSent) -> Any:
    """Be told what happens about a topic that everybody may see. Again changes nothing."""
    return actions.follow(sent.topic, by=request.auth, now=clock.now())


@room.change("POST", "/follows/end", None, scope=Scope.ACCOUNT, status=204)
def unfollow(request: Asked, sent: FollowSent) -> Any:
    """Follow it no longer. Again changes nothing."""
    actions.unfollow(sent.topic, by=request.auth)


@room.find("/notices/settings", SettingsTold, own=True)
def notice_settings(request: Asked) -> Any:
    """How the one who asks hears of things."""
    return _settings(request.auth)


@room.change("PUT", "/notices/settings", SettingsTold, scope=Scope.ACCOUNT)
def choose(request: Asked, sent: SettingsSent) -> Any:
    """Choose how to hear of kinds of notices and of what one follows."""
    actions.choose(by=request.auth, rhythm=sent.rhythm, by_kind=sent.kinds, by_topic=sent.topics, now=clock.now())
    return _settings(request.auth)


@room.change("POST", "/notices/settings/address", SettingsTold, scope=Scope.ACCOUNT)
def mend_address(request: Asked) -> Any:
    """Say that one's address works again: letters go there once more."""
    actions.mend_address(by=request.auth)
    return _settings(request.auth)


@room.change("DELETE", "/notices/devices/{ref}", None, scope=Scope.ACCOUNT, status=204)
def forget_device(request: Asked, ref: str) -> Any:
    """Tell a browser nothing any more. Again changes nothing."""
    actions.forget_device(ref, by=request.auth)


def _settings(actor: Actor) -> dict[str, Any]:
    chosen = queries.chosen(actor)
    return {
        "rhythm": chosen.rhythm,
        "kinds": [{"kind": kind.code, "label": str(kind.label), "choice": choice} for kind, choice in chosen.by_kind],
        "topics": [{"topic": each.topic, "title": each.title, "href": each.href, "choice": choice} for each, choice in chosen.by_thing],
        "unreachable": [each.email for each in chosen.bounced],
        "devices": chosen.devices,
    }
