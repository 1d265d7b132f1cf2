# SPDX-License-Identifier: AGPL-3.0-or-later
"""The world of the pages: that of the API, with what only pages show, and a browser for each of the six who ask."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.models import EmailAddress
from django.contrib import admin
from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import Resolver404, resolve

from insieme.people.tests.makers import PASSWORD
from insieme.record.actions import relay, seal
from tests.api.world import ASKERS, a_world
from tests.routes.of_calls import things_of_calls
from tests.routes.of_people import things_of_people

YEARS = 20 * 365 * 86400
#: Tables that say how somebody uses the house, and nothing of what is in it.
BESIDE = ("people_session", "notices_reader")
#: Of a notice, that its reader has seen it: noted by whichever page it leads to.
SEEN = 'UPDATE "notices_notice" SET "seen_at" = '
CHANGES = {"UPDATE", "DELETE"}


@dataclass
class Answer:
    """What came back: a status, or the name of the route (else the address) to which one is led; and the tables that were changed."""

    led: int | str
    told: HttpResponseBase
    changed: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What one reads."""
        whole = b"".join(self.told) if self.told.streaming else getattr(self.told, "content", b"")
        return whole.decode(errors="replace")


@dataclass
class Pages:
    """The things by the names that addresses use, and the sessions of those who ask."""

    things: dict[str, str]
    sessions: dict[str, str]

    def browser(self, who: str, **more: Any) -> Client:
        """A browser in which `who` is signed in."""
        made = Client(**more)
        if who in self.sessions:
            made.cookies["sessionid"] = self.sessions[who]
        return made

    def ask(self, who: str, address: str, said: Mapping[str, Any] | None = None, *, method: str = "", **more: Any) -> Answer:
        """What is answered to `who` asks, or who posts what is said; nothing of it stays."""
        with nothing_stays():
            return self.send(self.browser(who), address, said, method=method, **more)

    def send(self, browser: Client, address: str, said: Mapping[str, Any] | None = None, *, method: str = "", **more: Any) -> Answer:
        """What is answered to this browser."""
        ask = getattr(browser, method or ("get" if said is None else "post"))
        with connection.execute_wrapper(noted := Noted()):
            told = ask(self.filled(address), *([] if said is None else [self.filled(said)]), **more)
        return Answer(leads(told), told, noted.changed)

    def filled(self, said: Any) -> Any:
        """What is sent, with the things of the world in the places of their names."""
        if isinstance(said, Mapping):
            return {self.filled(name): self.filled(value) for name, value in said.items()}
        if isinstance(said, list):
            return [self.filled(each) for each in said]
        if isinstance(said, str):
            for name, thing in self.things.items():
                said = said.replace(f"{{{name}}}", thing)
        return said


class Noted:
    """Notes the tables in which a statement changed a row, and forgets what was rolled back."""

    def __init__(self) -> None:
        self.changed: list[str] = []
        self.held: dict[str, int] = {}

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        done = execute(sql, params, many, context)
        word, _space, rest = sql.partition(" ")
        name = rest.rpartition('"')[0].rpartition('"')[2]
        if word == "SAVEPOINT":
            self.held[name] = len(self.changed)
        elif word == "ROLLBACK":
            del self.changed[self.held.get(name, 0) :]
        # Of a row that SQLite hands back it does not say at once that there is one.
        elif word == "INSERT" or (word in CHANGES and context["cursor"].rowcount):
            table = sql.split('"', 2)[1]
            if table not in BESIDE and not sql.startswith(SEEN):
                self.changed.append(f"{word} {table}")
        return done


@contextmanager
def nothing_stays() -> Iterator[None]:
    """Undo what is done meanwhile."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def leads(told: HttpResponseBase) -> int | str:
    """The status; or the name of the route to which one is led, or the address, where it leads out of the house."""
    if not told.has_header("Location"):
        return told.status_code
    address = told.headers["Location"]
    try:
        return resolve(address.partition("?")[0].partition("#")[0]).view_name
    except Resolver404:
        return address


def a_world_of_pages() -> Pages:
    """Everything that an address of the table names."""
    world = a_world()
    administrator = world.people["administrator"]
    administrator.set_password(PASSWORD)
    administrator.save(update_fields=["password"])
    EmailAddress.objects.create(user=administrator, email=administrator.email, verified=True, primary=True)
    world.things |= things_of_calls(world)
    world.things |= things_of_people(world)
    world.things["email_of_stranger"] = world.people["stranger"].email
    seal()
    relay()
    return Pages(world.things | _rows(), {who: _signed_in(who, world.people[who]) for who in ASKERS if who in world.people})


def _rows() -> dict[str, str]:
    """A row of each model that the desk of administration shows, by its address there."""
    shown = {f"{model._meta.app_label}/{model._meta.model_name}": model for model in admin.site._registry}  # noqa: SLF001 - no other list
    return {name: str(getattr(model._default_manager.first(), "pk", 1)) for name, model in shown.items()}


def _signed_in(who: str, person: Any) -> str:
    """A session begun by password a moment ago; by whom runs the installation, with a second step."""
    browser = Client()
    browser.force_login(person, backend="insieme.people.adapter.Backend")
    session = browser.session
    shown = [{"method": "password", "at": time.time(), "reauthenticated": True}]
    shown += [shown[0] | {"method": "mfa", "type": "totp"}] * (who == "administrator")
    session[AUTHENTICATION_METHODS_SESSION_KEY] = shown
    session["account_authentication_methods_user"] = str(person.pk)
    session.set_expiry(YEARS)
    session.save()
    return str(session.session_key)
