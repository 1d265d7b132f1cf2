# SPDX-License-Identifier: AGPL-3.0-or-later
"""A call with two offers and a crowd with sessions, and what became of it. Imported once Django is ready."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from insieme.foundation import clock
from insieme.foundation.actor import Actor
from insieme.offers import actions
from insieme.offers.actions.calling import CallText
from insieme.offers.actions.offering import OfferText, TierText
from insieme.offers.models import Pledge
from insieme.people.models import Organisation, Person, Role, Session
from insieme.people.sessions import SessionStore
from insieme.record.models import Entry


def plant(number: int) -> tuple[str, list[str], list[str]]:
    """A call in which people choose between two offers, and so many people with a session each."""
    now = clock.now()
    opening, closing, proof_by = now + timedelta(minutes=1), now + timedelta(days=1), (now + timedelta(days=90)).date()
    call = CallText("Il caffè dei nostri uffici", "Da chi fa di più?", "Caffè.", "food", "kg", opening, closing)
    tiers = (TierText(2, percent_hundredths=1200),)
    offer = OfferText("Arabica", 1950, 2, "buyers", "Pannelli solari", "takings", "Fattura", proof_by, tiers)
    (promoter, by), *companies = (_organisation(name) for name in ("comitato", "torrefazione", "bottega"))
    slug = actions.open_call(promoter, by=by, text=call, now=now).slug
    actions.declare_interests(slug, by=by, ties=(), now=now)
    actions.publish_call(slug, by=by, now=now)
    offers = []
    for company, owner in companies:
        offers.append(actions.make_offer(slug, by=owner, organisation_id=company, text=offer, now=now).ref)
        actions.sign_offer(slug, offers[-1], by=owner, name="Irene Lauri", title="titolare", now=now)
    actions.begin_choosing(slug, by=Actor.system("clock"), now=opening)
    return slug, offers, _people(number)


def _organisation(name: str) -> tuple[int, Actor]:
    owner = Person.objects.create(email=f"{name}@example.org", name=name)
    made = Organisation.objects.create(slug=name, name=name, kind="company")
    Role.objects.create(person=owner, organisation=made, kind="owner")
    return made.pk, Actor.person(owner.pk, owner.ref)


def _people(number: int) -> list[str]:
    """Make so many people and sign them in, straight in the tables; return the keys of their sessions."""
    made = Person.objects.bulk_create(
        [Person(email=f"person{place}@example.org", name=f"Persona {place}", password="!none") for place in range(number)],  # noqa: S106 - one that nobody can enter
        batch_size=500,
    )
    store, same = SessionStore(), made[0].get_session_auth_hash()
    keys = [secrets.token_hex(16) for _ in made]
    rows = []
    for key, person in zip(keys, made, strict=True):
        held = {SESSION_KEY: str(person.pk), BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0], HASH_SESSION_KEY: same}
        now = clock.now()
        kept = {"session_data": store.encode(held), "expire_date": now + timedelta(days=1)}
        rows.append(Session(session_key=key, person_id=person.pk, seen_on=now.date(), **kept))
    Session.objects.bulk_create(rows, batch_size=500)
    return keys


def all_sealed() -> bool:
    return not Entry.objects.filter(position=None).exists()


def counted() -> tuple[int, int, int]:
    pledges = Pledge.objects.all()
    sealed = Entry.objects.filter(code="offers.pledged").exclude(position=None)
    return pledges.count(), pledges.values("person_id").distinct().count(), sealed.count()
