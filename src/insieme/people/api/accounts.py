# SPDX-License-Identifier: AGPL-3.0-or-later
"""What goes with one's account: what one adds of oneself, consents, sessions, the export. Leaving, and taking the file, want the page."""

from __future__ import annotations

from typing import Any

from allauth.core import ratelimit
from django.utils.translation import gettext as _

from insieme.foundation import clock
from insieme.foundation.actor import Actor
from insieme.foundation.api.rooms import Asked, Room
from insieme.foundation.errors import Busy, NotVisible
from insieme.foundation.scopes import Scope
from insieme.people import access
from insieme.people.actions import consents as consenting
from insieme.people.actions import exports, profiles, sessions
from insieme.people.queries import accounts
from insieme.people.rules import PURPOSES
from insieme.people.schemas.accounts import AboutMeSent, AboutMeTold, ConsentKind, ConsentTold, ExportTold, SessionTold

room = Room("My account")


@room.find("/me/about", AboutMeTold, own=True)
def about_me(request: Asked) -> Any:
    """What the one who asks has added of themselves."""
    return accounts.profile_of(access.me(request.auth).pk)


@room.change("PUT", "/me/about", AboutMeTold, scope=Scope.ACCOUNT)
def change_about_me(request: Asked, sent: AboutMeSent) -> Any:
    """Change what one had added; what is left out stays."""
    added = accounts.profile_of(access.me(request.auth).pk)
    return profiles.add_about_oneself(by=request.auth, **sent.over({name: getattr(added, name) for name in AboutMeSent.model_fields}))


@room.find("/me/consents", list[ConsentTold], own=True)
def consents(request: Asked) -> Any:
    """One's own word on each text."""
    return _consents(request.auth)


@room.change("PUT", "/me/consents/{what}", list[ConsentTold], scope=Scope.ACCOUNT)
def give_consent(request: Asked, what: ConsentKind) -> Any:
    """Agree to a text as it stands now. Again changes nothing."""
    consenting.give_consents([what], by=request.auth, now=clock.now())
    return _consents(request.auth)


@room.change("DELETE", "/me/consents/{what}", list[ConsentTold], scope=Scope.ACCOUNT)
def withdraw_consent(request: Asked, what: ConsentKind) -> Any:
    """Agree no longer. Again changes nothing."""
    consenting.withdraw_consent(what, by=request.auth, now=clock.now())
    return _consents(request.auth)


@room.find("/me/sessions", list[SessionTold], own=True)
def my_sessions(request: Asked) -> Any:
    """Where the one who asks is signed in, last seen first."""
    return accounts.sessions_of(request.auth, now=clock.now())


@room.change("DELETE", "/me/sessions", None, scope=Scope.ACCOUNT, status=204)
def end_sessions(request: Asked) -> Any:
    """Sign out everywhere, but for the browser that asks this. Tokens are not sessions: they stay."""
    sessions.end_sessions(by=request.auth, but=request.session.session_key)


@room.change("DELETE", "/me/sessions/{ref}", None, scope=Scope.ACCOUNT, status=204)
def end_session(request: Asked, ref: str) -> Any:
    """Sign out there. Again changes nothing."""
    sessions.end_session(ref, by=request.auth)


@room.find("/me/export", ExportTold, own=True)
def export(request: Asked) -> Any:
    """How far the export of everything about oneself is."""
    return _export(request.auth)


@room.change("POST", "/me/export", ExportTold, scope=Scope.ACCOUNT, status=201)
def ask_export(request: Asked) -> Any:
    """Have everything about oneself gathered. The file lies on the page of one's data, for whoever gives their password there."""
    if not ratelimit.consume(request, action="export", user=request.user):
        raise Busy(_("You have asked for this several times today. Nothing was lost: ask again tomorrow."))
    exports.ask_for_export(by=request.auth, now=clock.now())
    return _export(request.auth)


def _export(actor: Actor) -> Any:
    found = accounts.export_of(actor, now=clock.now())
    if found is None:
        raise NotVisible
    return found


def _consents(actor: Actor) -> list[dict[str, Any]]:
    held = accounts.consents_of(access.me(actor).pk)
    told = []
    for each in PURPOSES:
        last = held.get(each.what)
        mine = {"given": bool(last and last.given), "agreed_to": last.version if last else None, "at": last.at if last else None}
        told.append({"what": each.what, "words": str(each.label), "version": each.version, "required": each.required} | mine)
    return told
