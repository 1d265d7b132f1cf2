# SPDX-License-Identifier: AGPL-3.0-or-later
"""The gate of the API: who asks, what a token is good for, limits, doing once, not sending what is known, other sites."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from insieme.foundation import clock
from insieme.foundation.scopes import ALL, Scope
from insieme.offers.access import last_pledge
from insieme.offers.tests.makers import a_call, a_choice, a_pledge, call_text
from insieme.people.actions.answers import KEPT, forget_answers
from insieme.people.actions.tokens import make_token, revoke_token
from insieme.people.queries import organisation_page
from insieme.people.queries.tokens import tokens_of
from insieme.people.tests.makers import a_person, an_organisation, as_actor
from insieme.record.actions import seal

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def shown(person, *scopes, days=30, now=None):
    """The header of a program to which the person has given these scopes, all where none is named."""
    _token, secret = make_token(by=as_actor(person), name="prova", scopes=scopes or ALL, days=days, now=now or clock.now())
    return {"Authorization": f"Bearer {secret}"}


def choosing_now():
    """A call in which people choose at this moment, with two offers."""
    now = clock.now()
    call, offers = a_choice(2, 3)
    type(call).objects.filter(pk=call.pk).update(choosing_at=now - HOUR, closes_at=now + HOUR)
    return call, offers


def put(client, path, said, **headers):
    return client.put(f"/api/v1{path}", json.dumps(said), content_type="application/json", headers=headers)


def post(client, path, said, **headers):
    return client.post(f"/api/v1{path}", json.dumps(said), content_type="application/json", headers=headers)


def test_everybody_may_read_what_is_public(client):
    call, _offers = choosing_now()
    answer = client.get("/api/v1/calls")
    assert answer.status_code == 200
    assert [each["slug"] for each in answer.json()["items"]] == [call.slug]
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_who_is_not_known_is_told_how_to_be(client):
    answer = client.get("/api/v1/me")
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert answer.json() | {"detail": ""} == {
        "type": f"{settings.SITE_URL}/api/#unidentified",
        "title": answer.json()["title"],
        "status": 401,
        "code": "unidentified",
        "detail": "",
    }


@pytest.mark.parametrize("header", ["Bearer insieme_nessuno", "Bearer x", "Basic YTpi", "Bearer", "Bearer "])
def test_a_token_that_is_none_is_refused(client, header):
    answer = client.get("/api/v1/calls", headers={"Authorization": header})
    assert (answer.status_code, answer.json()["code"]) == (401, "bad_token")


def test_a_token_that_was_revoked_or_has_ended_is_refused(client):
    person = a_person()
    ended = shown(person, now=clock.now() - timedelta(days=31))
    revoked = shown(person)
    revoke_token(tokens_of(as_actor(person))[0].ref, by=as_actor(person), now=clock.now())
    assert [client.get("/api/v1/me", headers=each).status_code for each in (ended, revoked)] == [401, 401]
    assert client.get("/api/v1/me", headers=shown(person)).json()["ref"] == person.ref


def test_a_closed_account_has_no_tokens(client):
    person = a_person()
    headers = shown(person)
    type(person).objects.filter(pk=person.pk).update(is_active=False)
    assert client.get("/api/v1/me", headers=headers).status_code == 401


def test_a_token_is_used_on_a_day(client):
    person = a_person()
    client.get("/api/v1/me", headers=shown(person))
    assert tokens_of(as_actor(person))[0].used_on == clock.now().date()


def test_a_token_is_not_good_for_what_it_was_not_given(client):
    organisation = an_organisation(owner=(person := a_person()))
    text = call_text()
    said = {"organisation": organisation.slug, "title": text.title, "summary": "s", "need": "n", "category": "food", "unit": "kg"}
    said |= {"choosing_at": (clock.now() + HOUR).isoformat(), "closes_at": (clock.now() + 2 * HOUR).isoformat()}
    refused = post(client, "/calls", said, **shown(person, Scope.READ, Scope.PLEDGE))
    assert (refused.status_code, refused.json()["code"], refused.json()["scope"]) == (403, "scope_missing", "call")
    made = post(client, "/calls", said, **shown(person, Scope.CALL))
    assert (made.status_code, made.json()["phase"]) == (201, "draft")
    # Good for writing calls, not for reading: it sees what everybody sees.
    path = f"/api/v1/calls/{made.json()['slug']}"
    assert client.get(path, headers=shown(person, Scope.CALL)).status_code == 404
    assert client.get(path, headers=shown(person, Scope.READ)).status_code == 200


def test_a_session_needs_the_token_of_a_page_for_changes():
    person, (call, offers) = a_person(), choosing_now()
    client = Client(enforce_csrf_checks=True)
    client.force_login(person)
    said = {"entries": [{"offer": offers[0].ref}]}
    assert client.get("/api/v1/me").json()["ref"] == person.ref
    refused = put(client, f"/calls/{call.slug}/pledge", said)
    assert (refused.status_code, refused.json()["code"]) == (403, "csrf")
    client.get("/sign-in/")
    client.get("/settings/")
    token = client.cookies["csrftoken"].value
    assert put(client, f"/calls/{call.slug}/pledge", said, **{"X-CSRFToken": token}).status_code == 200


def test_a_pledge_is_made_changed_and_withdrawn_as_it_was_read(client):
    person, (call, offers) = a_person(), choosing_now()
    path, headers = f"/calls/{call.slug}/pledge", shown(person)
    first = put(client, path, {"entries": [{"offer": offers[0].ref}]}, **headers)
    assert (first.status_code, first.json()["number"]) == (200, 1)
    read = client.get(f"/api/v1{path}", headers=headers)
    tag = read["ETag"]
    second = put(client, path, {"entries": [{"offer": offers[1].ref}]}, **headers, **{"If-Match": tag})
    assert (second.status_code, second.json()["number"]) == (200, 2)
    late = put(client, path, {"entries": [{"offer": offers[0].ref}], "quantity": 3}, **headers, **{"If-Match": tag})
    assert (late.status_code, late.json()["code"]) == (409, "pledge_moved")
    gone = client.delete(f"/api/v1{path}?seen=2", headers=headers)
    assert (gone.status_code, gone.json()["withdrawn"]) == (200, True)
    receipt = client.get(f"/api/v1/pledges/{second.json()['ref']}", headers=headers).json()
    assert (receipt["is_last"], receipt["opened"]["payload"] != "") == (False, True)


def test_what_is_wrong_stands_at_its_field_in_the_language_that_was_asked_for(client):
    person, (call, _offers) = a_person(), choosing_now()
    said = {"entries": [{"offer": "NON VA"}], "quantity": 0, "foo": 1}
    answer = put(client, f"/calls/{call.slug}/pledge", said, **shown(person), **{"Accept-Language": "en"})
    assert answer.status_code == 422
    assert set(answer.json()["fields"]) == {"entries.0.offer", "quantity", "foo"}
    assert answer.json()["fields"]["quantity"] == "At least 1 goes here."


def test_what_the_rules_refuse_stands_at_its_field_too(client):
    person, (call, _offers) = a_person(), choosing_now()
    answer = put(client, f"/calls/{call.slug}/pledge", {"entries": [{"offer": "nonesiste"}]}, **shown(person))
    assert (answer.status_code, list(answer.json()["fields"])) == (422, ["entry-1"])


def test_a_body_that_is_no_json_is_a_bad_request(client):
    person, (call, _offers) = a_person(), choosing_now()
    answer = client.put(f"/api/v1/calls/{call.slug}/pledge", b"{", content_type="application/json", headers=shown(person))
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


@pytest.mark.parametrize(("path", "status"), [("/api/v1/nulla", 404), ("/api/v1/calls/nulla", 404), ("/api/v1/calls?after=x", 422)])
def test_what_is_not_there_is_a_problem_too(client, path, status):
    answer = client.get(path)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")


def test_a_cursor_of_another_list_is_refused(client):
    for _ in range(3):
        choosing_now()
    onward = client.get("/api/v1/calls?limit=2").json()["next"]
    assert client.get("/api/v1/calls", {"after": onward, "show": "choosing"}).status_code == 200
    answer = client.get("/api/v1/calls", {"after": onward, "show": "open"})
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_cursor")


def test_a_list_goes_on_where_it_ended(client):
    slugs = [choosing_now()[0].slug for _ in range(5)]
    seen, address = [], "/api/v1/calls?limit=2"
    while address:
        answer = client.get(address)
        seen += [each["slug"] for each in answer.json()["items"]]
        address = answer["Link"].partition(">")[0].removeprefix("<") if "Link" in answer else ""
    assert seen == slugs


def test_what_is_known_is_not_sent_again(client):
    choosing_now()
    first = client.get("/api/v1/calls")
    same = client.get("/api/v1/calls", headers={"If-None-Match": first["ETag"]})
    assert (same.status_code, same.content, same["ETag"]) == (304, b"", first["ETag"])
    choosing_now()
    assert client.get("/api/v1/calls", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_what_is_sent_twice_with_a_key_is_done_once(client):
    person = a_person()
    headers = shown(person) | {"Idempotency-Key": "una-volta"}
    said = {"name": "Gruppo di acquisto", "kind": "group"}
    first, again = post(client, "/organisations", said, **headers), post(client, "/organisations", said, **headers)
    assert (first.status_code, again.status_code, again.content) == (201, 201, first.content)
    assert ("Idempotency-Replayed" in first, again["Idempotency-Replayed"]) == (False, "true")
    assert again["Content-Type"] == first["Content-Type"]
    assert len(organisation_page().organisations) == 1
    other = post(client, "/organisations", said | {"name": "Un altro"}, **headers)
    assert (other.status_code, other.json()["code"]) == (422, "key_used")


def test_a_key_is_of_one_person(client):
    said = {"name": "Gruppo", "kind": "group"}
    for person in (a_person(), a_person()):
        assert post(client, "/organisations", said, **shown(person), **{"Idempotency-Key": "uguale"}).status_code == 201
    assert len(organisation_page().organisations) == 2


def test_a_refusal_is_not_kept_and_may_be_mended(client):
    headers = shown(a_person()) | {"Idempotency-Key": "k"}
    assert post(client, "/organisations", {"name": "Gruppo", "kind": "group", "vat": "12"}, **headers).status_code == 422
    assert forget_answers(now=clock.now() + KEPT) == 0
    assert post(client, "/organisations", {"name": "Gruppo", "kind": "group"}, **headers).status_code == 201


def test_a_key_is_forgotten_after_a_day(client):
    headers = shown(a_person()) | {"Idempotency-Key": "k"}
    post(client, "/organisations", {"name": "Gruppo", "kind": "group"}, **headers)
    assert forget_answers(now=clock.now() + KEPT - HOUR) == 0
    assert forget_answers(now=clock.now() + KEPT) == 1


@pytest.mark.parametrize("key", ["", "x" * 201, "è"])
def test_a_key_that_cannot_be_kept_is_refused(client, key):
    answer = post(client, "/organisations", {"name": "Gruppo", "kind": "group"}, **shown(a_person()), **{"Idempotency-Key": key})
    assert (answer.status_code, list(answer.json()["fields"])) == (422, ["Idempotency-Key"])


def test_every_answer_tells_the_measure(client):
    assert client.get("/api/v1/calls")["RateLimit"].startswith('"api_stranger";r=119;t=')
    assert client.get("/api/v1/calls")["RateLimit-Policy"] == '"api_stranger";q=120;w=60'
    assert client.get("/api/v1/me", headers=shown(a_person()))["RateLimit-Policy"] == '"api";q=600;w=60'


def test_who_asks_too_often_waits(client, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"api": "2/m/key", "api_stranger": "2/m/ip"}
    person, other = a_person(), a_person()
    mine, theirs = shown(person), shown(other)
    assert [client.get("/api/v1/me", headers=mine).status_code for _ in range(3)] == [200, 200, 429]
    assert client.get("/api/v1/me", headers=theirs).status_code == 200
    # Another token of the same person has a measure of its own; guessing tokens is measured by address.
    assert client.get("/api/v1/me", headers=shown(person)).status_code == 200
    guessing = {"Authorization": "Bearer insieme_x"}
    answers = [client.get("/api/v1/me", headers=guessing) for _ in range(3)]
    assert [each.status_code for each in answers] == [401, 401, 429]
    assert 1 <= int(answers[2]["Retry-After"]) <= 60
    assert answers[2]["RateLimit"].startswith('"api_stranger";r=0;t=')


def test_pages_of_other_sites_may_read_what_is_public_and_nothing_else(client):
    person = a_person()
    assert "Access-Control-Allow-Origin" not in client.get("/api/v1/me", headers=shown(person))
    client.force_login(person)
    assert "Access-Control-Allow-Origin" not in client.get("/api/v1/calls")
    asked = client.options("/api/v1/calls", headers={"Origin": "https://altrove.example", "Access-Control-Request-Method": "PUT"})
    assert (asked.status_code, asked["Access-Control-Allow-Methods"]) == (204, "GET, HEAD")
    assert "Authorization" not in asked["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Credentials" not in asked


def test_what_is_not_done_at_an_address_says_what_is(client):
    answer = client.delete("/api/v1/calls")
    assert (answer.status_code, answer["Allow"], answer["Content-Type"]) == (405, "GET, POST", "application/problem+json")


def test_a_pledge_through_the_api_is_the_pledge_of_the_page(client):
    person, (call, offers) = a_person(), choosing_now()
    put(client, f"/calls/{call.slug}/pledge", {"entries": [{"offer": offers[0].ref}]}, **shown(person))
    row = last_pledge(as_actor(person), call)
    assert row.entries == [{"offer": offers[0].ref}]
    assert row.fact.actor == "person"


@pytest.mark.parametrize("path", ["/calls", "/calls?show=open", "/organisations", "/pledges", "/record", "/places?q=bo", "/me/invitations"])
def test_five_cost_as_many_queries_as_one_and_fewer_than_eight(client, path):
    person = a_person()
    headers = shown(person)
    counts = []
    for more in (1, 4):
        for _ in range(more):
            call, offers = choosing_now()
            a_call()
            a_pledge(call, *offers, by=person, now=clock.now())
        seal()
        client.get("/api/v1/me", headers=headers)
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(f"/api/v1{path}", headers=headers)
        assert answer.status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] < 8
