# SPDX-License-Identifier: AGPL-3.0-or-later
"""The tokens by which programs act in one's name: made, shown once, revoked."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from allauth.mfa.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from insieme.foundation import clock
from insieme.foundation.errors import Refusal
from insieme.foundation.forms import show
from insieme.foundation.scopes import WORDS
from insieme.people.access import actor_of
from insieme.people.actions.tokens import make_token, revoke_token
from insieme.people.forms.tokens import TokenForm
from insieme.people.queries.tokens import tokens_of

#: Where the name and the secret of a token wait for the page that shows them once: unreadable to whoever gets hold of the database.
JUST_MADE = "token_just_made"


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(allow_get=True)
def tokens(request: HttpRequest) -> HttpResponse:
    """One's tokens, and another one: its secret stands on the page once, and nowhere afterwards."""
    actor, now = actor_of(request), clock.now()
    form = TokenForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made, secret = make_token(by=actor, now=now, **form.cleaned_data)
        except Refusal as refusal:
            show(form, refusal)
        else:
            # Who was asked for their password again has posted to another address: the answer stands at this one.
            request.session[JUST_MADE] = [made.name, get_adapter().encrypt(secret)]
            return redirect("people:tokens")
    name, locked = request.session.pop(JUST_MADE, ("", "")) if request.method == "GET" else ("", "")
    context = {
        "form": form,
        "made": name,
        "secret": get_adapter().decrypt(locked) if locked else "",
        "tokens": tokens_of(actor),
        "now": now,
        "scopes": WORDS.items(),
    }
    return render(request, "people/tokens.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def token(request: HttpRequest, ref: str) -> HttpResponse:
    """Revoke a token."""
    gone = revoke_token(ref, by=actor_of(request), now=clock.now())
    messages.success(request, _("The token %(name)s no longer works.") % {"name": gone})
    return redirect("people:tokens")
