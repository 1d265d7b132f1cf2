# SPDX-License-Identifier: AGPL-3.0-or-later
"""Stating a fact, in the transaction of the change that it tells of."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from datetime import datetime

from django.db import connection

from insieme.foundation import clock
from insieme.foundation.actor import Actor
from insieme.foundation.canonical import canonical, digest
from insieme.foundation.prepared import insert
from insieme.record.facts import Fact
from insieme.record.models import Entry, Named, Private
from insieme.record.rules.leaves import FIELDS, LONGEST, spell

SALT = 32
AT_ONCE = 1000
#: How a private part names a person: as a text of its own.
PERSON = re.compile(r'"(person:[0-9a-z]+)"')


def say(fact: Fact, *, about: str, by: Actor, at: datetime | None = None, acting_for: str = "") -> Entry:
    """State a fact about a topic such as `call:<slug>`; it is kept if and only if the change around it is.

    In public a person is only "person", or the organisation whose slug is `acting_for`; who it was goes to the part that can be erased.
    Refuses: to be called outside of a transaction (`RuntimeError`); a fact about a person, or of more than 65,535 bytes (`ValueError`).
    """
    _inside_a_transaction()
    entry, private = _rows(fact, about=about, by=by, at=at or clock.now(), acting_for=acting_for)
    insert(entry)
    if private:
        private.entry_id = entry.pk
        insert(private)
        Named.objects.bulk_create(_others(private))
    return entry


def say_all(said: Iterable[tuple[Fact, Actor]], *, about: str, at: datetime) -> list[Entry]:
    """State many facts about one topic as `say` would one after the other, in few statements; the entries are in the same order.

    Refuses: what `say` refuses.
    """
    _inside_a_transaction()
    rows = [_rows(fact, about=about, by=by, at=at) for fact, by in said]
    entries = Entry.objects.bulk_create((entry for entry, _private in rows), batch_size=AT_ONCE)
    parts = Private.objects.bulk_create((private for _entry, private in rows if private), batch_size=AT_ONCE)
    Named.objects.bulk_create((named for part in parts for named in _others(part)), batch_size=AT_ONCE)
    return entries


def _inside_a_transaction() -> None:
    if not connection.in_atomic_block:
        msg = "a fact is stated inside of the transaction of the change that it tells of"
        raise RuntimeError(msg)


def _rows(fact: Fact, *, about: str, by: Actor, at: datetime, acting_for: str = "") -> tuple[Entry, Private | None]:
    if about.startswith("person:"):
        msg = f"{fact.code} is about a person: what it is about is public and stays, so name the person in a private field"
        raise ValueError(msg)
    hidden = fact.private_part() | ({"actor": by.name} if by.is_person else {})
    payload, salt = canonical(hidden), secrets.token_bytes(SALT)
    entry = Entry(
        code=fact.code,
        version=fact.version,
        about=about,
        actor=_public_actor(by, acting_for),
        at=at,
        public=canonical(fact.public_part()),
        digest=digest(salt, payload) if hidden else "",
    )
    if len(spell(*(getattr(entry, name) for name in FIELDS))) > LONGEST:
        msg = f"{fact.code} is longer than {LONGEST} bytes: keep what is long elsewhere and state its digest"
        raise ValueError(msg)
    return entry, Private(entry=entry, actor=by.name if by.is_person else "", salt=salt, payload=payload) if hidden else None


def _others(private: Private) -> list[Named]:
    """Those whom a private part names beside the one who acted: nobody, for most facts."""
    return [Named(private=private, person=person) for person in sorted(set(PERSON.findall(private.payload)) - {private.actor})]


def _public_actor(by: Actor, acting_for: str) -> str:
    if acting_for:
        return f"organisation:{acting_for.removeprefix('organisation:')}"
    return "person" if by.is_person else by.name
