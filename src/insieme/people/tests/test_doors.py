# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages of the room: who may, what is kept of what was typed, how many queries."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from insieme.people import queries
from insieme.people.models import Organisation, Relation, Role
from insieme.people.tests.makers import a_colleague, a_person, a_place, an_organisation, signed_in
from insieme.people.web.organisations import organisation

pytestmark = pytest.mark.django_db
ASKERS = ("anonymous", "stranger", "member", "manager", "owner")


@pytest.fixture
def world():
    owner = a_person("Ada Ferri", handle="ada", place=a_place())
    made = an_organisation("Lauri", owner=owner, place=a_place(), vat="00743110157", about="Tostiamo **caffè** <script>")
    return {
        "organisation": made,
        "owner": owner,
        "manager": a_colleague(made, owner, "manager"),
        "member": a_colleague(made, owner, "member", name="Chi non si vede"),
        "stranger": a_person(),
    }


SIGN_IN, OPEN = [302, 200, 200, 200, 200], [200, 200, 200, 200, 200]
GETS = [
    ("/organisations/", OPEN),
    ("/organisations/lauri/", OPEN),
    ("/people/ada/", OPEN),
    ("/people/ADA/", OPEN),
    ("/places/?q=bolo", OPEN),
    ("/settings/", SIGN_IN),
    ("/roles/", SIGN_IN),
    ("/organisations/new/", SIGN_IN),
    ("/organisations/lauri/staff/", [302, 403, 200, 200, 200]),
    ("/organisations/lauri/edit/", [302, 403, 403, 200, 200]),
    ("/organisations/lauri/relations/", [302, 405, 405, 405, 405]),
    ("/organisations/nobody/", [404] * 5),
    ("/organisations/nobody/edit/", [302, 404, 404, 404, 404]),
    ("/people/nobody/", [404] * 5),
    ("/sign-in/", [200, 302, 302, 302, 302]),
    ("/sign-up/", [200, 302, 302, 302, 302]),
    ("/sign-out/", [302, 200, 200, 200, 200]),
    ("/sign-in/closed/", OPEN),
    ("/password/forgotten/", OPEN),
    ("/password/forgotten/sent/", OPEN),
    ("/password/new/done/", OPEN),
    ("/password/new/1-abc/", OPEN),
    ("/confirm-email/", OPEN),
    ("/confirm-email/abc/", OPEN),
    ("/settings/email/", SIGN_IN),
    ("/settings/password/", SIGN_IN),
]


@pytest.mark.parametrize(("path", "statuses"), GETS)
def test_who_may_look(client, world, path, statuses):
    for asker, status in zip(ASKERS, statuses, strict=True):
        client.logout()
        if asker in world:
            signed_in(client, world[asker])
        answer = client.get(path)
        assert answer.status_code == status, asker
        if status == 302 and asker == "anonymous" and path != "/sign-out/":
            assert answer["Location"].startswith("/sign-in/?next=")


ORGANISATION = {"name": "Lauri", "kind": "company", "vat": "", "place": "", "size": "", "about": ""}
POSTS = [
    ("/organisations/lauri/edit/", ORGANISATION, [302, 403, 403, 302, 302]),
    ("/organisations/lauri/relations/", {"declare": "customer"}, [302, 302, 302, 302, 302]),
    ("/organisations/lauri/staff/", {"to": "ada", "kind": "owner"}, [302, 403, 403, 403, 302]),
    ("/organisations/lauri/staff/{owner}/", {}, [302, 403, 403, 403, 302]),
]


@pytest.mark.parametrize(("path", "typed", "statuses"), POSTS)
def test_who_may_change(client, world, path, typed, statuses):
    for asker, status in zip(ASKERS, statuses, strict=True):
        client.logout()
        if asker in world:
            signed_in(client, world[asker])
        assert client.post(path.format(owner=world["owner"].ref), typed).status_code == status, asker
    assert Relation.objects.count() == (4 if "relations" in path else 0)
    assert Role.objects.filter(person=world["owner"], kind="owner").exists()


@pytest.mark.usefixtures("world")
def test_the_page_of_an_organisation_shows_who_acts_for_it_and_no_staff_member_nor_address(client):
    page = client.get("/organisations/lauri/").content.decode()
    assert "Ada Ferri" in page
    assert "IT00743110157" in page
    assert "<strong>caffè</strong>" in page
    assert "<script>" not in page.split("<main")[1]
    assert "Chi non si vede" not in page
    assert "@example.it" not in page


def test_the_page_of_a_person_shows_nothing_private(client, world):
    client.post("/organisations/lauri/relations/", {"declare": "customer"})
    page = client.get("/people/ada/").content.decode()
    assert "Ada Ferri" in page
    assert "Bologna (BO)" in page
    assert "Lauri" in page
    assert world["owner"].email not in page
    assert world["owner"].ref not in page


def test_nobody_can_be_found_who_has_left(client, world):
    world["owner"].is_active = False
    world["owner"].save()
    assert client.get("/people/ada/").status_code == 404


def test_a_relation_answers_with_its_fragment_and_is_undone_by_the_same_button(client, world):
    signed_in(client, world["stranger"])
    answer = client.post("/organisations/lauri/relations/", {"declare": "customer"}, headers={"hx-request": "true"})
    assert answer.status_code == 200
    assert 'name="withdraw" value="customer" aria-pressed="true"' in answer.content.decode()
    assert "<html" not in answer.content.decode()
    client.post("/organisations/lauri/relations/", {"withdraw": "customer"})
    assert not Relation.objects.exists()


def test_the_settings_change_the_language_of_the_next_page(client, world):
    signed_in(client, world["owner"])
    typed = {"name": "Ada F.", "handle": "Ada-F", "place": "castro (le)", "language": "en"}
    assert client.post("/settings/", typed)["Location"] == "/settings/"
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"
    page = client.get("/settings/").content.decode()
    assert '<html lang="en">' in page
    assert 'value="Castro (LE)"' in page
    assert queries.person_by_handle("ada-f").name == "Ada F."


WRONG = [
    ("/settings/", {"name": "Ada\x00", "language": "it"}, "name"),
    ("/settings/", {"name": "\u200d", "language": "it"}, "name"),
    ("/settings/", {"name": "Ada", "handle": "settings", "language": "it"}, "handle"),
    ("/settings/", {"name": "Ada", "place": "Castro", "language": "it"}, "place"),
    ("/settings/", {"name": "Ada", "place": "Bologna\x00", "language": "it"}, "place"),
    ("/settings/", {"name": "Ada", "language": "\x00"}, "language"),
    ("/organisations/new/", ORGANISATION | {"vat": "00743110157"}, "vat"),
    ("/organisations/new/", ORGANISATION | {"vat": "12\x00"}, "vat"),
    ("/organisations/new/", ORGANISATION | {"about": "a\x00b"}, "about"),
    ("/organisations/new/", ORGANISATION | {"about": "a" * 2001}, "about"),
    ("/organisations/new/", ORGANISATION | {"name": "n" * 10_000}, "name"),
    ("/organisations/new/", ORGANISATION | {"kind": "king"}, "kind"),
    ("/organisations/lauri/staff/", {"to": "nessuno", "kind": "member"}, "to"),
    ("/organisations/lauri/staff/", {"to": "nessuno@", "kind": "member"}, "to"),
    ("/organisations/lauri/staff/", {"to": "a\x00da", "kind": "member"}, "to"),
    ("/organisations/lauri/staff/", {"to": "ada", "kind": "king"}, "kind"),
]


@pytest.mark.parametrize(("path", "typed", "field"), WRONG)
def test_what_is_wrong_is_told_at_its_field_and_nothing_typed_is_lost(client, world, path, typed, field):
    signed_in(client, world["owner"])
    answer = client.post(path, typed)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {field}
    assert answer.context["form"].data.dict() == typed
    assert Organisation.objects.count() == 1


def test_the_last_owner_hears_why_the_role_stays(client, world):
    signed_in(client, world["owner"])
    answer = client.post(f"/organisations/lauri/staff/{world['owner'].ref}/", follow=True)
    assert [message.level_tag for message in answer.context["messages"]] == ["error"]


@pytest.mark.parametrize("path", ["/places/?q=%00", "/organisations/?kind=%00", "/people/a%00b/", "/organisations/?after=%00"])
def test_a_null_byte_in_an_address_is_refused(client, path):
    assert client.get(path).status_code == 400


def test_a_null_byte_in_a_cookie_is_refused(client):
    assert client.get("/organisations/", headers={"cookie": 'sessionid="\\000abcdefgh"'}).status_code == 400


def test_the_list_goes_on_by_key_and_is_filtered(client, world):
    for number in range(25):
        an_organisation(f"Zeta {number:02}", owner=world["owner"], kind="group")
    first = client.get("/organisations/?kind=group")
    assert [one.name for one in first.context["page"].organisations] == [f"Zeta {number:02}" for number in range(24)]
    second = client.get("/organisations/" + first.context["onward"])
    assert [one.name for one in second.context["page"].organisations] == ["Zeta 24"]
    assert second.context["page"].after == ""
    for filtered, names in (("place=Bologna", ["Lauri"]), ("place=Castro+(LE)", []), ("place=Lugano,+CH", [])):
        page = client.get(f"/organisations/?{filtered}").context["page"]
        assert [one.name for one in (page.organisations if page else [])] == names
    assert client.get("/organisations/?place=Castro&kind=king&after=%F0").status_code == 200


@pytest.mark.parametrize("path", ["/organisations/", "/organisations/lauri/", "/organisations/lauri/staff/", "/people/ada/"])
def test_five_cost_as_many_queries_as_one(client, world, path):
    signed_in(client, world["owner"])
    client.get(path)
    count = _queries(client, path)
    for number in range(5):
        an_organisation(f"Altra {number}", owner=world["owner"], place=a_place())
        a_colleague(world["organisation"], world["owner"], "manager")
    assert _queries(client, path) == count
    assert count <= 11


def _queries(client, path):
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return len(captured)


def test_a_room_above_may_show_its_own_things_on_the_page(rf, world):
    request = rf.get("/organisations/lauri/")
    request.user, seen = AnonymousUser(), []
    answer = organisation(request, "lauri", template="people/organisation.html", more=lambda found: seen.append(found) or {"calls": 3})
    assert answer.status_code == 200
    assert seen == [world["organisation"]]


def test_the_names_of_sign_in_lead_to_our_nouns():
    assert reverse("account_login") == settings.LOGIN_URL.replace("account_login", "/sign-in/")
    assert reverse("account_reset_password_from_key", kwargs={"uidb36": "1", "key": "a-b"}) == "/password/new/1-a-b/"


def test_a_name_that_is_here_already_is_asked_about_once_and_never_the_second_click(client):
    an_organisation("Torrefazione Lauri")
    client.force_login(a_person())
    sent = {"name": "torrefazione  LAURI", "kind": "company"}
    asked = client.post("/organisations/new/", sent, headers={"accept-language": "en"})
    assert asked.status_code == 422
    assert "Torrefazione Lauri is here already" in asked.content.decode()
    assert 'type="checkbox" name="another"' in asked.content.decode()
    assert Organisation.objects.count() == 1
    places = {client.post("/organisations/new/", sent | {"another": "on"}).headers["location"] for _click in range(2)}
    assert len(places) == 1
    own = {client.post("/organisations/new/", {"name": "Forno", "kind": "company"}).headers["location"] for _click in range(2)}
    assert len(own) == 1, "the second click finds one's own"
    assert Organisation.objects.count() == 3


def test_strangers_have_names_suggested_only_so_often_and_so_has_their_whole_network(client, settings):
    an_organisation("Lauri")
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"names_stranger": "3/m/ip,5/m/key"}
    asked = [
        client.get("/names/organisations/", {"q": "lau"}, REMOTE_ADDR="203.0.113.7", headers={"accept-language": "en"}) for _ in range(4)
    ]
    assert [each.status_code for each in asked] == [200, 200, 200, 503]
    assert "Lauri" in asked[0].content.decode()
    assert "That is much in a short time." in asked[3].content.decode()
    assert "max-age=600" not in asked[3].headers.get("Cache-Control", "")
    near = [client.get("/names/organisations/", {"q": "lau"}, REMOTE_ADDR=f"203.0.113.{host}").status_code for host in range(8, 12)]
    assert (near[0], near[-1]) == (200, 503), "neighbours count together"
    assert client.get("/names/organisations/", {"q": "lau"}, REMOTE_ADDR="198.51.100.7").status_code == 200
    client.force_login(a_person())
    known = [client.get("/names/organisations/", {"q": "lau"}, REMOTE_ADDR="203.0.113.7").status_code for _ in range(7)]
    assert known == [200] * 7
