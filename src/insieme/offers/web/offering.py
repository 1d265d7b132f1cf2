# SPDX-License-Identifier: AGPL-3.0-or-later
"""A company's pages: one offer, writing it, signing it, taking it back."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from insieme.foundation import clock
from insieme.foundation.errors import Denied, Invalid, Refusal, WrongState
from insieme.foundation.forms import show
from insieme.notices.web import announcing
from insieme.offers import access, actions, queries
from insieme.offers.actions.offering import OfferAlreadyMade, OfferBinds, OfferText, TierText, text_digest
from insieme.offers.forms.offers import OfferForm, SignatureForm, initial
from insieme.offers.forms.templates import filled
from insieme.offers.models import OfferState
from insieme.offers.queries.announcing import signing
from insieme.offers.queries.revisions import words_in_force
from insieme.offers.queries.templates import templates_of
from insieme.offers.rules.phases import Verb, permits
from insieme.offers.rules.pledging import not_your_own
from insieme.offers.web import beside, cards, negotiation, rankings, templates, threads
from insieme.offers.web.calls import show_call
from insieme.offers.web.typed import typed
from insieme.people.access import actor_of, may_act_for, role_at
from insieme.record.reactions import settled_position
from insieme.voices.web import talk


@require_safe
def offer(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    """One offer, with all that binds the company."""
    return show_offer(request, slug, ref)


def show_offer(request: HttpRequest, slug: str, ref: str, refusal: Refusal | None = None, form: Form | None = None) -> HttpResponse:
    """The page of an offer as it now stands, with what was refused above it, if anything was, and what had been written into the `form`."""
    actor, settled = actor_of(request), settled_position()
    found = queries.offer_page(actor, slug, ref)
    call = found.call
    mine = may_act_for(actor, found.organisation_id)
    outcome = queries.outcome_in_short(call) if queries.is_settled(call) else None
    thread = found.thread
    now, choosing = clock.now(), permits(call.phase, Verb.PLEDGE)
    pledge = access.last_pledge(actor, call) if choosing else None
    pledged = pledge if pledge and not pledge.withdrawn else None
    ranked = queries.terms(call) if choosing else {}
    own = actor.is_person and ref in queries.own_offers(actor, ranked)
    context = {
        "offer": found,
        "call": call,
        "thread": threads.of_offer(found, outcome, threads.counts(thread, now)) if thread else None,
        "talk": talk.block(request, thread, position=settled),
        "may_keep": mine,
        "may_reply": found.signed_at is not None and mine,
        "ties": beside.ties(call, found.company.slug),  # type: ignore[attr-defined]
        "card": cards.card(found, call, outcome),
        "tiers": cards.tier_rows(found, call),
        "refusal": refusal,
        "typed": typed(form),
        "acts": permits(call.phase, Verb.OFFER) and found.state != OfferState.WITHDRAWN and mine,
        "own": not_your_own(ranked[ref]) if own else "",
        "may_pledge": choosing and not (own and len(ranked) == 1),
        "place": rankings.standing_in(found, pledged) if pledged else None,
        "alone": not pledged and len(ranked) == 1,
        "negotiation": negotiation.of(actor, found, mine=mine),
    }
    return render(request, "offers/offer.html", context, status=refusal.status if refusal else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Write an offer to a call, for one of one's organisations."""
    actor = actor_of(request)
    call = access.call(actor, slug)
    mine = queries.may_offer_for(actor, call)
    own = templates_of([each.pk for each in mine])
    chosen = request.POST.get("begun", "") if request.method == "POST" else request.GET.get("template", "")
    form = OfferForm(request.POST or None, call=call, organisations=mine, initial=templates.begun(chosen, own, mine))
    try:
        access.call(actor, slug, to=Verb.OFFER)
        if not mine:
            return render(request, "offers/offer_nobody.html", {"call": call, "typed": typed(form)})
        if "fill" in request.POST:
            chosen = request.POST.get("template", "")
            form = OfferForm(call=call, organisations=mine, initial=filled(form, templates.begun(chosen, own, mine)))
        elif form.is_valid():
            company, text = form.cleaned_data["organisation"], text_of_form(form)
            made = actions.make_offer(slug, by=actor, organisation_id=company, text=text, now=clock.now())
            messages.success(request, _("The draft is saved. Nobody but your company sees it until it is signed."))
            return redirect("offers:offer", slug, made.ref)
    except (Invalid, Denied, OfferAlreadyMade) as refusal:
        show(form, refusal)
    except WrongState as refusal:
        return show_call(request, slug, refusal, form)
    known = chosen if templates.starting_from(chosen, own) else ""
    context = {"form": form, "call": call, "templates": templates.choices(own), "chosen": known, "mine": mine}
    return render(request, "offers/offer_edit.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    """Write a draft anew."""
    actor = actor_of(request)
    found = access.offer(actor, slug, ref)
    form = OfferForm(request.POST or None, call=found.call, initial=initial(words_in_force(found)))
    try:
        access.offer(actor, slug, ref, to=Verb.OFFER)
        if found.state != OfferState.DRAFT:
            return show_offer(request, slug, ref, OfferBinds(), form)
        if form.is_valid():
            actions.edit_offer(slug, ref, by=actor, text=text_of_form(form))
            messages.success(request, _("The draft is saved. Nobody but your company sees it until it is signed."))
            return redirect("offers:offer", slug, ref)
    except Invalid as refusal:
        show(form, refusal)
    except WrongState as refusal:
        return show_offer(request, slug, ref, refusal, form)
    return render(request, "offers/offer_edit.html", {"form": form, "call": found.call, "offer": found}, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    """Bind the company, after seeing exactly what becomes public and what binds."""
    actor = actor_of(request)
    try:
        found = access.offer(actor, slug, ref, to=Verb.OFFER)
        if found.state != OfferState.DRAFT:
            return redirect("offers:offer", slug, ref)
        role = role_at(actor, found.organisation_id)
        known = {"name": str(request.user), "title": role.title if role else "", "seen": text_digest(found)}
        form = SignatureForm(request.POST or None, initial=known)
        if form.is_valid():
            said = {name: form.cleaned_data[name] for name in ("name", "title", "seen")}
            actions.sign_offer(slug, ref, by=actor, now=clock.now(), **said)
            messages.success(request, _("The offer is signed: everybody sees it now."))
            return redirect("offers:offer", slug, ref)
    except Invalid as refusal:
        show(form, refusal)
    except WrongState as refusal:
        return show_offer(request, slug, ref, refusal)
    shown = queries.offer_page(actor, slug, ref)
    context = {
        "form": form,
        "offer": shown,
        "call": shown.call,
        "card": cards.card(shown, shown.call),
        "tiers": cards.tier_rows(shown, shown.call),
        "told": announcing.block(signing(shown, by=actor, name=str(form["name"].value()))),
    }
    return render(request, "offers/offer_sign.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    """Take an offer back while the call is open for offers, after being asked once."""
    actor = actor_of(request)
    try:
        found = access.offer(actor, slug, ref, to=Verb.OFFER)
        if request.method == "POST":
            actions.withdraw_offer(slug, ref, by=actor, now=clock.now())
            messages.success(request, _("The offer is withdrawn."))
            return redirect("offers:call", slug)
    except WrongState as refusal:
        return show_offer(request, slug, ref, refusal)
    if found.state == OfferState.WITHDRAWN:
        return redirect("offers:offer", slug, ref)
    return render(request, "offers/offer_withdraw.html", {"offer": found, "call": found.call})


def text_of_form(form: OfferForm) -> OfferText:
    """What was written, as the actions take it."""
    said = form.cleaned_data
    tiers = tuple(TierText(**{name: value for name, value in tier.items() if name != "row"}) for tier in form.tiers())
    return OfferText(
        price_minor=said["price"],
        capacity=said["capacity"],
        tiers=tiers,
        **{name: said[name] for name in ("product", "terms", "quorum", "quorum_unit", "commitment", "basis", "proof", "proof_by")},
    )
