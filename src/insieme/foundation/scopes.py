# SPDX-License-Identifier: AGPL-3.0-or-later
"""Scopes: what somebody lets a program do in their name. Few, named by what they let happen; a room that needs another adds it here."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from insieme.foundation.errors import Denied, Sentence


class Scope(StrEnum):
    """One thing that a token may be good for."""

    READ = "read"
    # Not "profile": in OpenID Connect that word lets a program read.
    ACCOUNT = "account"
    PLEDGE = "pledge"
    OFFER = "offer"
    CALL = "call"
    ORGANISATION = "organisation"
    TALK = "talk"
    MODERATE = "moderate"


#: What each lets a program do, as people read it before they allow it.
WORDS: dict[Scope, Sentence] = {
    Scope.READ: _("see what you see: your pledges, drafts, roles and invitations"),
    Scope.ACCOUNT: _("change your profile and settings, what you follow, your web hooks, and what you have to do with organisations"),
    Scope.PLEDGE: _("pledge in your name, take pledges back, and say whether you buy from a runner-up"),
    Scope.OFFER: _(
        "write, sign and withdraw the offers of your organisations, take over from a supplier that failed, and see who buys from them"
    ),
    Scope.CALL: _("write, publish and cancel the calls of your organisations, and say that a supplier failed"),
    Scope.ORGANISATION: _(
        "register organisations, change their pages and guidelines, bring their people to calls, invite staff, answer invitations"
    ),
    Scope.TALK: _("speak in your name and for your organisations: ask, reply, answer, support, flag, appeal"),
    Scope.MODERATE: _("decide about what others say, where you are a moderator"),
}
ALL = frozenset(scope.value for scope in Scope)


class ScopeMissing(Denied):
    """The token is good, but not for this."""

    code = "scope_missing"
    sentence = _("This token is not good for that: it lacks the scope “%(scope)s”. Make one that has it.")

    def __init__(self, scope: Scope) -> None:
        super().__init__(self.sentence % {"scope": scope.value}, scope=scope.value)
