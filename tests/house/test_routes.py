# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every address, asked and posted to by everybody from somebody unknown to an administrator: an answer always, never a crash.

The operations of the API have a table of their own: tests/api/test_sweep.py.

The demo world says in `insieme.village.examples` whom to ask as, `askers()`, and what stands for the variables, `addresses()`:
{"offers:call": {"slug": "..."}}.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from insieme.village import examples
from insieme.village.tests.worlds import village

__all__ = ["village"]

ASKERS = ("nobody", "stranger", "member", "staff", "promoter", "administrator")
ELSEWHERE = "api:"
METHODS = ("get", "post")


def routes(resolver: URLResolver, space: str = "", outer: frozenset[str] = frozenset()) -> Iterator[tuple[str, frozenset[str]]]:
    """Every named address, with the variables in it."""
    for entry in resolver.url_patterns:
        variables = outer | frozenset(entry.pattern.converters) | frozenset(entry.pattern.regex.groupindex)
        if isinstance(entry, URLResolver):
            yield from routes(entry, f"{space}{entry.namespace}:" if entry.namespace else space, variables)
        elif isinstance(entry, URLPattern) and entry.name and space != ELSEWHERE:
            yield f"{space}{entry.name}", variables


def askers() -> dict[str, Any]:
    """Who asks."""
    accounts = get_user_model()._default_manager
    stranger = accounts.create_user("stranger@example.org", name="Una forestiera")
    administrator = accounts.create_superuser("administrator@example.org", name="Chi tiene in piedi la casa")
    return {"nobody": None, "stranger": stranger} | examples.askers() | {"administrator": administrator}


def answer(method: str, address: str, asker: Any) -> str:
    """What went wrong when this was asked; empty when nothing did. Nothing that was posted stays."""
    client = Client()
    with transaction.atomic():
        if asker:
            client.force_login(asker, backend="allauth.account.auth_backends.AuthenticationBackend")
        try:
            status = getattr(client, method)(address).status_code
            wrong = f"{status}" if status >= 500 else ""
        except Exception as error:  # noqa: BLE001 - whatever it is, the visitor would have seen a crash
            wrong = repr(error)
        transaction.set_rollback(True)
    return f"{method} {address}: {wrong}" if wrong else ""


@pytest.mark.django_db
@pytest.mark.usefixtures("village")
@pytest.mark.parametrize("who", ASKERS)
def test_no_address_crashes(who):
    told = examples.addresses()
    known = [reverse(name, kwargs=told.get(name)) for name, variables in routes(get_resolver()) if not variables or name in told]
    asker = askers()[who]
    crashed = [wrong for address in sorted(set(known)) for method in METHODS if (wrong := answer(method, address, asker))]
    assert known
    assert not crashed, f"as {who}:\n" + "\n".join(crashed)


@pytest.mark.django_db
@pytest.mark.usefixtures("village")
def test_no_address_is_left_out():
    told = examples.addresses()
    left_out = sorted({name for name, variables in routes(get_resolver()) if variables and not variables <= set(told.get(name, {}))})
    assert not left_out, f"insieme.village.examples.addresses() says nothing about {left_out}"
    assert set(askers()) == set(ASKERS)
