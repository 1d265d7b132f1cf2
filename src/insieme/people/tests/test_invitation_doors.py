# SPDX-License-Identifier: AGPL-3.0-or-later
"""Invitations on the pages: who sees what, who may press what, and what an owner never learns."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from insieme.foundation import clock
from insieme.people import actions
from insieme.people.models import Invitation, Role
from insieme.people.tasks import write_due
from insieme.people.tests.makers import PASSWORD, a_colleague, a_person, an_organisation, as_actor, signed_in
from insieme.people.web.roles import roles

pytestmark = pytest.mark.django_db
STAFF = "/organisations/lauri/staff/"
TERMS = {"kind": "manager", "title": "buyer"}


@pytest.fixture(autouse=True)
def at_once(settings):
    """Letters are sent as soon as they are handed over."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture
def world():
    owner = a_person("Irene Lauri")
    made = an_organisation("Lauri", owner=owner)
    return {
        "organisation": made,
        "owner": owner,
        "member": a_colleague(made, owner, "member"),
        "invited": a_person("Ada Ferri", handle="ada", email="ada@example.it"),
        "stranger": a_person(),
    }


def invited(world, to="@ada", **terms):
    return actions.invite("lauri", by=as_actor(world["owner"]), to=to, now=clock.now(), **(TERMS | terms))


def address(invitation):
    return reverse("people:invitation", args=["lauri", invitation.ref])


def as_(client, person):
    client.logout()
    return signed_in(client, person) if person else client


def page(client, path):
    return client.get(path).content.decode()


@pytest.mark.parametrize(
    ("who", "get", "accept", "decline", "take_back"),
    [
        (None, 302, 302, 302, 302),
        ("stranger", 404, 404, 404, 403),
        ("member", 302, 302, 404, 403),
        ("invited", 200, 302, 302, 403),
        ("owner", 302, 302, 404, 302),
    ],
)
def test_who_may_do_what(client, world, who, get, accept, decline, take_back):
    for typed, status in ((None, get), (TERMS, accept), ({"decline": "1"}, decline), ({"take_back": "1"}, take_back)):
        Invitation.objects.all().delete()
        Role.objects.filter(person=world["invited"]).delete()
        path = address(invited(world))
        as_(client, world[who] if who else None)
        answer = client.get(path) if typed is None else client.post(path, typed)
        assert answer.status_code == status, typed
        assert Role.objects.filter(person=world["invited"]).exists() == (who == "invited" and typed == TERMS)


def test_until_it_is_accepted_nobody_else_sees_it(client, world):
    invited(world)
    for who in (None, "stranger", "member"):
        as_(client, world[who] if who else None)
        assert "Ada Ferri" not in page(client, "/organisations/lauri/")
        assert "Lauri" not in page(client, "/people/ada/")
        assert '<a href="/roles/">' not in page(client, "/people/ada/").split("<main")[1]
    assert "Ada Ferri" not in page(client, STAFF)


def test_an_owner_sees_who_is_invited_and_takes_it_back_with_two_clicks_or_one(client, world):
    as_(client, world["owner"])
    assert client.post(STAFF, {"to": "new@example.it"} | TERMS)["Location"] == STAFF
    invitation = Invitation.objects.get()
    seen = page(client, STAFF)
    assert "new@example.it" in seen
    assert address(invitation) in seen
    for _click in range(2):
        assert client.post(address(invitation), {"take_back": "1"})["Location"] == STAFF
    assert client.get(STAFF).context["invitations"] == []


def test_an_owner_does_not_learn_whether_an_address_has_an_account(client, world):
    as_(client, world["owner"])
    told = []
    for to in ("ada@example.it", "new@example.it"):
        mail.outbox.clear()
        Invitation.objects.all().delete()
        with CaptureQueriesContext(connection) as asked:
            answer = client.post(STAFF, {"to": to} | TERMS, follow=True)
        hidden = re.compile(rf"{re.escape(to)}|Ada Ferri|{Invitation.objects.get().ref}|value=\"\w{{64}}\"")
        told.append((answer.redirect_chain, hidden.sub("", answer.content.decode()), len(asked)))
        assert to in answer.content.decode()
        assert "Ada Ferri" not in answer.content.decode()
    assert told[0] == told[1]


def test_the_invited_read_it_and_accept(client, world):
    invitation = invited(world)
    as_(client, world["invited"])
    for path in ("/settings/", "/people/ada/"):
        assert '<a href="/roles/">' in page(client, path).split("<main")[1]
    assert address(invitation) in page(client, "/roles/")
    seen = page(client, address(invitation))
    assert "Irene Lauri" in seen
    assert "buyer" in seen
    for _click in range(2):
        assert client.post(address(invitation), TERMS)["Location"] == "/organisations/lauri/"
    assert "Ada Ferri" in page(Client(), "/organisations/lauri/")
    assert "Lauri" in page(client, "/roles/")
    # The letter still leads somewhere.
    assert client.get(address(invitation))["Location"] == "/organisations/lauri/"


def test_whoever_declines_can_accept_no_more_and_nobody_takes_it_back(client, world):
    invitation = invited(world)
    as_(client, world["invited"])
    for _click in range(2):
        assert client.post(address(invitation), {"decline": "1"})["Location"] == "/roles/"
    assert address(invitation) not in page(client, "/roles/")
    assert "<form" not in page(client, address(invitation)).split("<main")[1].split("</main")[0]
    for who, typed, shown in (("invited", TERMS, address(invitation)), ("owner", {"take_back": "1"}, STAFF)):
        answer = as_(client, world[who]).post(address(invitation), typed, follow=True)
        assert answer.redirect_chain == [(shown, 302)]
        assert [message.level_tag for message in answer.context["messages"]] == ["error"]
    assert Invitation.objects.get().answer == "declined"
    assert not Role.objects.filter(person=world["invited"]).exists()


def test_what_was_changed_meanwhile_is_read_once_more(client, world):
    invitation = invited(world)
    invited(world, kind="owner")
    as_(client, world["invited"])
    answer = client.post(address(invitation), TERMS, follow=True)
    assert answer.redirect_chain == [(address(invitation), 302)]
    assert [message.level_tag for message in answer.context["messages"]] == ["error"]
    assert not Role.objects.filter(person=world["invited"]).exists()


def test_from_the_letter_over_signing_up_to_the_role(client, world):
    as_(client, world["owner"]).post(STAFF, {"to": "New@Example.it"} | TERMS)
    assert write_due(clock.now()) == 1
    (letter,) = mail.outbox
    way = re.search(r"http://[^/]+(/organisations/lauri/invitations/\w+/)", letter.body)[1]
    new = Client()
    sign_in = new.get(way)["Location"]
    sign_up = re.search(r'href="(/sign-up/[^"]+)"', page(new, sign_in))[1]
    wanted = new.get(sign_up).context["redirect_field_value"]
    new.post("/sign-up/", {"name": "New Person", "email": "new@example.it", "password1": PASSWORD, "agreed": "on", "next": wanted})
    assert new.get(way).status_code == 302  # not confirmed, not signed in
    confirm = re.search(r"http://testserver(/confirm-email/\S+)", mail.outbox[-1].body)[1]
    assert new.post(confirm)["Location"] == way
    assert new.get(way).status_code == 200
    assert new.post(way, TERMS)["Location"] == "/organisations/lauri/"
    assert "New Person" in page(Client(), "/organisations/lauri/")


def test_whoever_invites_by_the_dozen_is_slowed_down(client, world):
    as_(client, world["owner"])
    sent = [client.post(STAFF, {"to": f"p{number}@example.org"} | TERMS).status_code for number in range(21)]
    assert sent == [302] * 20 + [422]
    assert Invitation.objects.count() == 20


@pytest.mark.parametrize(
    "spellings",
    [["new@example.it", " New@example.it", "@new@example.it", "@NEW@example.it ", "NEW@EXAMPLE.IT"], ["@ada", "ada", "Ada", " @ADA "]],
)
def test_nobody_gets_letters_by_the_dozen_however_they_are_written(client, world, spellings):
    sent = []
    for to in (*spellings, *spellings)[:6]:
        owner = a_person()
        path = reverse("people:staff", args=[an_organisation(owner=owner).slug])
        sent.append(as_(client, owner).post(path, {"to": to} | TERMS).status_code)
    assert sent == [302] * 5 + [422]


def test_what_is_refused_at_its_field_uses_nothing_up(client, world):
    as_(client, world["owner"])
    wrong = [{"to": "bea"} | TERMS, {"to": "no one"} | TERMS, {"to": "bea"}]
    sent = [client.post(STAFF, wrong[number % 3]).status_code for number in range(21)]
    assert sent == [422] * 21
    a_person(handle="bea")
    assert client.post(STAFF, {"to": "bea"} | TERMS).status_code == 302


@pytest.mark.parametrize("others", [[], ["an offer to sign"]])
def test_a_room_above_may_show_what_else_waits(rf, world, others):
    request = rf.get("/roles/")
    request.user, asked = world["invited"], []
    answer = roles(request, template="people/roles.html", more=lambda actor: asked.append(actor) or {"others": others})
    assert asked == [as_actor(world["invited"])]
    assert ('class="section narrow flow"' in answer.content.decode()) == bool(others)


@pytest.mark.parametrize("path", ["/roles/", STAFF, "/people/ada/", "/settings/"])
def test_five_cost_as_many_queries_as_one(client, world, path):
    hers = an_organisation("Sua", owner=world["invited"])
    as_(client, world["owner"] if path == STAFF else world["invited"])
    for to in ("@ada", "one@example.it"):
        invited(world, to)
    counts = []
    for number in range(6):
        with CaptureQueriesContext(connection) as captured:
            client.get(path)
        counts.append(len(captured))
        other = an_organisation(f"Altra {number}", owner=world["owner"])
        actions.invite(other.slug, by=as_actor(world["owner"]), to="@ada", now=clock.now(), **TERMS)
        invited(world, f"p{number}@example.it")
        an_organisation(f"Sua {number}", owner=world["invited"])
    assert hers
    assert set(counts[1:]) == {counts[1]}
    assert counts[1] <= 10
