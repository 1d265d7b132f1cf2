# SPDX-License-Identifier: AGPL-3.0-or-later
"""Organisations that show who they are: by papers, by DNS, by a letter; and that it ends."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from insieme.foundation import clock
from insieme.foundation.actor import Actor
from insieme.foundation.errors import Invalid, NotVisible, WrongState
from insieme.people import tasks
from insieme.people.actions import verification as actions
from insieme.people.models import Evidence, Organisation, Person, Verification
from insieme.people.rules.verification import (
    EARLY,
    EVIDENCE_KEPT,
    HOLDS,
    MOST_BYTES,
    PATIENCE,
    PAUSE,
    judge_domain,
    judge_file,
    judge_mailbox,
    may_ask,
    shows,
)
from insieme.people.tests.makers import a_colleague, a_person, an_organisation, as_actor, said_about

pytestmark = pytest.mark.django_db
CLOCK = Actor.system("clock")
PDF = b"%PDF-1.7 a certificate"


@pytest.fixture(autouse=True)
def at_once(settings):
    """Tasks are done as soon as they are handed over."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture
def world():
    owner = a_person("Irene Lauri")
    operator = a_person("Olga")
    Person.objects.filter(pk=operator.pk).update(is_superuser=True)
    made = an_organisation("Lauri", owner=owner)
    return {"organisation": made, "owner": owner, "operator": operator, "manager": a_colleague(made, owner), "stranger": a_person()}


def ask(world, how="evidence", now=None, **more):
    said = {"evidence": {"words": "REA BO-1234"}, "dns": {"domain": "lauri.it"}, "mail": {"domain": "lauri.it", "mailbox": "info"}}[how]
    return actions.ask_verification("lauri", by=as_actor(world["owner"]), how=how, now=now or clock.now(), **(said | more))


def codes(world):
    return [code for code, _actor, _public in said_about(world["organisation"])][::-1][1:]


@pytest.mark.parametrize(
    ("text", "domain"), [("lauri.it", "lauri.it"), ("https://www.Lauri.it/chi-siamo", "lauri.it"), (" caffè.it", None), ("lauri", None)]
)
def test_a_domain_is_read_out_of_an_address(text, domain):
    if domain is None:
        with pytest.raises(Invalid):
            judge_domain(text)
    else:
        assert judge_domain(text) == domain


def test_where_anybody_can_have_an_address_it_shows_nothing():
    assert judge_mailbox(" Info@lauri.it ", "lauri.it") == "info"
    for domain in ("gmail.com", "yahoo.fr", "yahoo.co.uk", "hotmail.fr", "web.de", "posteo.de", "sede.legalmail.it"):
        with pytest.raises(Invalid):
            judge_mailbox("lauri", domain)


def test_files_are_what_they_begin_with():
    assert judge_file(PDF[:16], 10) == "application/pdf"
    for beginning, size in ((b"<html><script>", 10), (PDF[:16], MOST_BYTES + 1)):
        with pytest.raises(Invalid):
            judge_file(beginning, size)


def test_the_record_with_the_token_shows_it_and_no_other():
    assert shows(["v=spf1 -all", '"insieme-verification=abc"'], "abc")
    assert not shows(["insieme-verification=abcd", "abc"], "abc")


def test_one_asks_when_not_verified_or_shortly_before_the_end():
    now = clock.now()
    assert may_ask(None, now)
    assert not may_ask(now + HOLDS, now)
    assert may_ask(now + EARLY, now)


def test_papers_wait_for_an_administrator_and_either_answer_is_a_fact(world):
    made = ask(world, files=[SimpleUploadedFile("visura.pdf", PDF)])
    with pytest.raises(actions.VerificationWaits):
        ask(world)
    for who in ("owner", "stranger"):
        with pytest.raises(NotVisible):
            actions.decide_verification(made.ref, by=as_actor(world[who]), accept=True, reason="", now=clock.now())
    operator = as_actor(world["operator"])
    with pytest.raises(Invalid):
        actions.decide_verification(made.ref, by=operator, accept=False, reason=" ", now=clock.now())
    actions.decide_verification(made.ref, by=operator, accept=False, reason="Manca la visura.", now=clock.now())
    with pytest.raises(WrongState):
        actions.decide_verification(made.ref, by=operator, accept=True, reason="", now=clock.now())
    again = ask(world)
    actions.decide_verification(again.ref, by=operator, accept=True, reason="", now=clock.now())
    with pytest.raises(actions.VerifiedAlready):
        ask(world)
    assert codes(world)[-2:] == ["people.verification_declined", "people.organisation_verified"]
    assert Organisation.objects.get(slug="lauri").verified_how == "evidence"


def test_files_go_a_month_after_the_decision_and_at_once_when_their_sender_has_left(world):
    made, now = ask(world, files=[SimpleUploadedFile("visura.pdf", PDF)]), clock.now()
    name = Evidence.objects.get().file.name
    assert actions.forget_evidence(now=now + HOLDS) == 0
    actions.take_back_verification("lauri", by=as_actor(world["owner"]), now=now)
    assert actions.forget_evidence(now=now + EVIDENCE_KEPT - timedelta(seconds=1)) == 0
    assert default_storage.exists(name)
    assert tasks.forget_due(now + EVIDENCE_KEPT)
    assert not default_storage.exists(name)
    assert not Evidence.objects.exists()
    ask(world, files=[SimpleUploadedFile("visura.pdf", PDF)])
    actions.take_back_verification("lauri", by=as_actor(world["owner"]), now=now)
    Verification.objects.exclude(pk=made.pk).update(asked_by=None)
    assert actions.forget_evidence(now=now) == 1


def test_the_dns_is_looked_at_until_it_shows_the_record(world, monkeypatch):
    zone: dict[str, list[str]] = {}
    monkeypatch.setattr(tasks.verifications, "txt_records", lambda domain: zone.get(domain, []))
    now = clock.now()
    made = ask(world, "dns", now=now)
    assert tasks.verify_due(now) == 1
    assert Verification.objects.get().state == "asked"
    assert tasks.verify_due(now) == 0
    zone["lauri.it"] = [f"insieme-verification={made.token}"]
    assert tasks.verify_due(clock.now() + 2 * PAUSE) == 1
    assert Organisation.objects.get(slug="lauri").verified_domain == "lauri.it"
    assert codes(world)[-1] == "people.organisation_verified"


def test_after_a_week_without_the_record_it_is_given_up(world):
    now = clock.now()
    made = ask(world, "dns", now=now)
    actions.note_dns(made.ref, found=False, by=CLOCK, now=now + PATIENCE - PAUSE)
    assert Verification.objects.get().state == "asked"
    actions.note_dns(made.ref, found=False, by=CLOCK, now=now + PATIENCE)
    assert Verification.objects.get().state == "declined"


def test_the_letter_is_answered_with_one_button_by_whoever_reads_it(world):
    ask(world, "mail")
    assert tasks.verify_due(clock.now()) == 1
    (letter,) = mail.outbox
    assert letter.to == ["info@lauri.it"]
    way = re.search(r"http://[^/]+(/organisations/lauri/verification/\w+/)", letter.body)[1]
    reader = Client()
    assert reader.get(way).status_code == 200
    assert Organisation.objects.get(slug="lauri").verified_at is None
    for _click in range(2):
        assert reader.post(way)["Location"] == "/organisations/lauri/"
    assert codes(world).count("people.organisation_verified") == 1
    assert Verification.objects.get().mailbox == ""
    assert 'class="verified"' in reader.get("/organisations/lauri/").content.decode()


def test_it_ends_after_a_year_and_a_domain_that_still_shows_it_goes_on(world, monkeypatch):
    zone: dict[str, list[str]] = {}
    monkeypatch.setattr(tasks.verifications, "txt_records", lambda domain: zone.get(domain, []))
    now = clock.now() - HOLDS
    made = ask(world, "dns", now=now)
    actions.note_dns(made.ref, found=True, by=CLOCK, now=now)
    assert tasks.end_verifications_due(now + HOLDS - PAUSE) == 0
    zone["lauri.it"] = [f"insieme-verification={made.token}"]
    assert tasks.end_verifications_due(clock.now()) == 1
    assert Organisation.objects.get(slug="lauri").verified_until > clock.now()
    actions.note_end("lauri", holds=False, by=CLOCK, now=clock.now() + HOLDS + timedelta(days=1))
    assert Organisation.objects.get(slug="lauri").verified_at is None
    assert codes(world)[-1] == "people.verification_lost"


def test_an_administrator_revokes_it_on_its_page_and_nobody_else_finds_it(world, client):
    made, address = ask(world), "/organisations/lauri/verification/revoke/"
    operator = as_actor(world["operator"])
    for who in ("operator", "owner"):
        client.force_login(world[who])
        assert client.get(address).status_code == 404
    actions.decide_verification(made.ref, by=operator, accept=True, reason="", now=clock.now())
    assert client.get(address).status_code == 404
    assert address not in client.get("/organisations/lauri/").content.decode()
    client.force_login(world["operator"])
    assert address in client.get("/organisations/lauri/").content.decode()
    unsure = client.post(address, {"reason": "I documenti erano falsi."})
    assert (unsure.status_code, list(unsure.context["form"].errors)) == (422, ["sure"])
    assert client.post(address, {"reason": "I documenti erano falsi.", "sure": "on"})["Location"] == "/organisations/lauri/"
    assert Organisation.objects.get(slug="lauri").verified_at is None
    assert codes(world)[-1] == "people.verification_lost"


def test_an_administrator_revokes_it_with_a_reason(world):
    made = ask(world)
    operator = as_actor(world["operator"])
    actions.decide_verification(made.ref, by=operator, accept=True, reason="", now=clock.now())
    with pytest.raises(NotVisible):
        actions.revoke_verification("lauri", by=as_actor(world["owner"]), because="no", now=clock.now())
    for _twice in range(2):
        actions.revoke_verification("lauri", by=operator, because="I documenti erano falsi.", now=clock.now())
    assert codes(world).count("people.verification_lost") == 1


@pytest.mark.parametrize(
    ("who", "statuses"),
    [
        (None, [302, 302, 302, 302]),
        ("stranger", [403, 404, 404, 404]),
        ("manager", [403, 404, 404, 404]),
        ("owner", [200, 404, 404, 200]),
        ("operator", [403, 200, 200, 200]),
    ],
)
def test_who_sees_what(client, world, who, statuses):
    made = ask(world, files=[SimpleUploadedFile("visura.pdf", PDF)])
    if who:
        client.force_login(world[who])
    file = made.files.get()
    pages = ["/organisations/lauri/verification/", "/verifications/", f"/verifications/{made.ref}/", f"/verifications/files/{file.ref}/"]
    assert [client.get(page).status_code for page in pages] == statuses


def test_asked_and_decided_on_the_pages(client, world):
    client.force_login(world["owner"])
    address = "/organisations/lauri/verification/"
    assert client.post(address, {"how": "mail", "domain": "gmail.com", "mailbox": "lauri"}).status_code == 422
    bad = client.post(address, {"how": "evidence", "words": "REA", "file_1": SimpleUploadedFile("x.pdf", b"<html>")})
    assert bad.status_code == 422
    assert not Verification.objects.exists()
    sent = {"how": "evidence", "words": "REA BO-1234", "file_1": SimpleUploadedFile("visura.pdf", PDF)}
    assert client.post(address, sent)["Location"] == address
    ref = Verification.objects.get().ref
    client.force_login(world["operator"])
    assert f"/verifications/{ref}/" in client.get("/verifications/").content.decode()
    answer = client.get(f"/verifications/files/{Verification.objects.get().files.get().ref}/")
    assert answer["Content-Disposition"].startswith("attachment")
    assert b"".join(answer.streaming_content) == PDF
    assert client.post(f"/verifications/{ref}/", {"decline": "1", "reason": ""}).status_code == 422
    assert client.post(f"/verifications/{ref}/", {"accept": "1"})["Location"] == "/verifications/"
    assert Organisation.objects.get(slug="lauri").verified_at is not None
