# SPDX-License-Identifier: AGPL-3.0-or-later
"""Persons, organisations and places for tests, made through the room's own actions."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from itertools import count
from typing import Any

from django.test import Client

from insieme.foundation import clock
from insieme.foundation.actor import Actor
from insieme.people import actions, queries
from insieme.people.models import Organisation, Person, Place, Role
from insieme.record.actions import seal
from insieme.record.queries import feed

PASSWORD = "sette-lune-verdi"
SEED = Actor.system("seed")
_number = count(1)


def a_place(code: str = "037006") -> Place:
    """Bologna, or the municipality with another ISTAT code."""
    place = queries.place_by_code(code)
    assert place is not None
    return place


def a_person(name: str | None = None, place: Place | None = None, **more: Any) -> Person:
    """Somebody with a confirmed address, a handle and the password `PASSWORD`."""
    number = next(_number)
    more = {"email": f"p{number}@example.it", "handle": f"persona-{number}", "password": PASSWORD, "agreed_at": datetime.now(UTC)} | more
    return actions.enrol(more.pop("email"), by=SEED, name=name or f"Persona {number}", place=place, **more)


def as_actor(person: Person) -> Actor:
    """The person, acting through the web."""
    return Actor.person(person.pk, person.ref)


def an_organisation(name: str | None = None, owner: Person | None = None, **more: Any) -> Organisation:
    """A company with one owner."""
    by = as_actor(owner or a_person())
    return actions.register_organisation(name or f"Bottega {next(_number)}", by=by, **({"kind": "company"} | more))


def hired(organisation: Organisation, owner: Person, person: Person, kind: str = "manager", title: str = "") -> Role:
    """The role of a person whom the owner has invited, and who has accepted."""
    now = clock.now()
    terms = {"kind": kind, "title": title}
    ref = actions.invite(organisation.slug, by=as_actor(owner), to=person.email, now=now, **terms).ref
    return actions.accept(organisation.slug, ref, by=as_actor(person), now=now, **terms)


def a_colleague(organisation: Organisation, owner: Person, kind: str = "manager", **more: Any) -> Person:
    """Somebody new whom the owner has invited, and who has accepted."""
    person = a_person(**more)
    hired(organisation, owner, person, kind)
    return person


def signed_in(client: Client, person: Person) -> Client:
    """The client, with the person's session."""
    client.force_login(person)
    return client


def said_about(organisation: Organisation) -> list[tuple[str, str, dict[str, Any]]]:
    """What the record says in public about the organisation: code, who acted, what; newest first."""
    seal()
    return [(entry.code, entry.actor, json.loads(entry.public)) for entry in feed(about=f"organisation:{organisation.slug}")]
