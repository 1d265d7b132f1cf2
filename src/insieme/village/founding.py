# SPDX-License-Identifier: AGPL-3.0-or-later
"""The house gets its guideline; organisations are registered, verified, and let their programs listen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from insieme.foundation.actor import Actor
from insieme.foundation.scopes import Scope
from insieme.hooks import actions as hooks
from insieme.people import actions as people
from insieme.people.actions import guidelines
from insieme.people.actions.tokens import make_token
from insieme.people.actions.verification import ask_verification, confirm_mail
from insieme.record.actions import seal
from insieme.village.cast import VILLAGE, Cast
from insieme.village.events import Event
from insieme.village.world.house import GUIDELINE, TRIED, Published
from insieme.village.world.telling import Company


def opening(cast: Cast, now: datetime) -> Iterator[Event]:
    """The house says how one speaks here, a second time with what experience taught; some have read it."""
    refs: list[str] = []
    for published in GUIDELINE.versions:
        yield Event(published.at.seen_from(now), partial(_publish, published, cast, refs))


def _publish(told: Published, cast: Cast, refs: list[str], at: datetime) -> None:
    if refs:
        guidelines.edit_guideline(refs[0], by=VILLAGE, title=GUIDELINE.title, text=told.text)
    else:
        made = guidelines.draft_guideline(by=VILLAGE, organisation=None, title=GUIDELINE.title, text=told.text, now=at)
        refs.append(made.ref)
    version = guidelines.publish_guideline(refs[0], by=VILLAGE, changed=told.changed, now=at)
    for handle in told.accepted:
        guidelines.accept_guideline(refs[0], by=cast.actor(handle), number=version.number, now=at)


def founding(company: Company, cast: Cast, now: datetime) -> Iterator[Event]:
    """An organisation is registered by its owner, who invites those who work there; some have not answered yet."""
    yield Event(company.joined.seen_from(now), partial(_register, company, cast))
    for moment, who in company.invited:
        yield Event(moment.seen_from(now), partial(_invite, company, cast, *who))
    if company.verified:
        yield Event(company.verified[0].seen_from(now), partial(_verify, company, cast))
    if company.papers:
        yield Event(company.papers[0].seen_from(now), partial(_show_papers, company, cast))
    if company.program:
        refs: list[str] = []
        yield Event(company.joined.seen_from(now), partial(_listen, company, cast, refs))
        yield Event(TRIED.seen_from(now), partial(_pause, company, cast, refs))


def _register(company: Company, cast: Cast, at: datetime) -> None:
    people.register_organisation(
        company.name,
        by=cast.actor(company.owner),
        kind=company.kind,
        vat=company.vat,
        place=cast.place(company.town),
        size=company.size,
        about=f"{company.about}\n\n{company.note}",
        title=company.title,
        now=at,
    )
    for handle, role, title in company.staff:
        ref = _invite(company, cast, handle, role, title, at)
        people.accept(company.slug, ref, by=cast.actor(handle), kind=role, title=title, now=at)
    title, text = company.guideline
    if text:
        by = cast.actor(company.owner)
        written = guidelines.draft_guideline(by=by, organisation=company.slug, title=title, text=text, now=at)
        guidelines.publish_guideline(written.ref, by=by, now=at)
        guidelines.accept_guideline(written.ref, by=by, number=1, now=at)


def _invite(company: Company, cast: Cast, handle: str, role: str, title: str, at: datetime) -> str:
    return people.invite(company.slug, by=cast.owner(company.slug), to=handle, kind=role, title=title, now=at).ref


def _verify(company: Company, cast: Cast, at: datetime) -> None:
    """A letter goes to the company's domain, and somebody there answers it."""
    by, domain = cast.owner(company.slug), company.verified[1] if company.verified else ""
    asked = ask_verification(company.slug, by=by, how="mail", domain=domain, mailbox="info", now=at)
    confirm_mail(company.slug, asked.token, by=by, now=at)


def _show_papers(company: Company, cast: Cast, at: datetime) -> None:
    if company.papers:
        ask_verification(company.slug, by=cast.owner(company.slug), how="evidence", words=company.papers[1], now=at)


def _listen(company: Company, cast: Cast, refs: list[str], at: datetime) -> None:
    """A program of theirs is told what happens to calls, and may read in the owner's name; nobody knows the secret of its token."""
    owner: Actor = cast.owner(company.slug)
    refs.append(hooks.make_hook(by=owner, address=company.program, chosen=["calls"], for_organisation=company.slug, now=at).ref)
    make_token(by=owner, name="Gestionale", scopes=[Scope.READ, Scope.OFFER], days=90, now=at)


def _pause(company: Company, cast: Cast, refs: list[str], at: datetime) -> None:
    """Nobody answers at their address: the hook rests with what waits for it, and one trial."""
    owner = cast.owner(company.slug)
    seal()
    hooks.queue_new(now=at)
    hooks.pause_hook(refs[0], by=owner)
    hooks.try_out(refs[0], by=owner, now=at)
