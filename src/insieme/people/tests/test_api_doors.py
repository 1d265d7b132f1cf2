# SPDX-License-Identifier: AGPL-3.0-or-later
"""Guidelines and papers by the API: written, published, accepted; sent as files, looked at, decided."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import encode_multipart

from insieme.foundation import clock
from insieme.foundation.scopes import ALL
from insieme.people.actions.tokens import make_token
from insieme.people.models import Evidence, Person, Verification
from insieme.people.tests.makers import a_colleague, a_person, an_organisation, as_actor

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 visura camerale"
PNG = b"\x89PNG\r\n\x1a\n un timbro"


def programs(person: Any) -> Client:
    _token, secret = make_token(by=as_actor(person), name="prova", scopes=ALL, days=30, now=clock.now())
    return Client(headers={"Authorization": f"Bearer {secret}"})


def files(*contents: bytes) -> list[SimpleUploadedFile]:
    return [SimpleUploadedFile(f"carta {number}.pdf", content) for number, content in enumerate(contents, 1)]


@pytest.fixture
def world():
    owner, operator = a_person("Irene Lauri"), a_person("Olga")
    Person.objects.filter(pk=operator.pk).update(is_superuser=True)
    made = an_organisation("Lauri", owner=owner)
    return {"made": made, "irene": owner, "owner": programs(owner), "operator": programs(operator), "stranger": programs(a_person())}


def papers(world):
    return f"/api/v1/organisations/{world['made'].slug}/verification/papers"


class TestGuidelines:
    def test_one_is_written_published_accepted_and_written_anew(self, world):
        owner, colleague = world["owner"], programs(a_colleague(world["made"], world["irene"]))
        drafted = {"organisation": world["made"].slug, "title": "Come si parla qui", "text": "Con rispetto."}
        made = owner.post("/api/v1/guidelines", drafted, "application/json").json()
        where = f"/api/v1/guidelines/{made['ref']}"
        assert (made["version"], world["stranger"].get(where).status_code, colleague.get(where).status_code) == (0, 404, 404)
        assert owner.post(f"{where}/publish", {}, "application/json").json()["version"] == 1
        assert colleague.post(f"{where}/accept", {"version": 1}, "application/json").json()["share"] == {"accepted": 1, "staff": 2}
        assert world["stranger"].get(where).json()["share"] is None
        edited = {"title": "Come si parla", "text": "Con rispetto e in breve."}
        assert owner.put(f"{where}/draft", edited, "application/json").json()["text"] == edited["text"]
        assert world["stranger"].get(where).json()["text"] == "Con rispetto."
        assert owner.get(f"{where}/draft").json()["title"] == edited["title"]
        refused = owner.post(f"{where}/publish", {}, "application/json")
        assert (refused.status_code, list(refused.json()["fields"])) == (422, ["changed"])
        owner.post(f"{where}/publish", {"changed": "Anche in breve."}, "application/json")
        newest, oldest = world["stranger"].get(f"{where}/versions").json()
        assert (newest["number"], newest["changed"], oldest["text"]) == (2, "Anche in breve.", "Con rispetto.")
        assert [kind for kind, _words in newest["pieces"]] == ["same", "gone", "new"]
        assert colleague.get(where).json()["accepted_at"] is None

    def test_those_of_the_house_are_written_by_who_runs_it(self, world):
        said = {"title": "Della casa", "text": "Ci si ascolta."}
        assert world["owner"].post("/api/v1/guidelines", said, "application/json").status_code == 403
        assert world["operator"].post("/api/v1/guidelines", said, "application/json").status_code == 201


class TestPapers:
    def test_they_are_sent_looked_at_downloaded_and_decided(self, world):
        asked = world["owner"].post(papers(world), {"words": "REA BO-1", "files": files(PDF, PNG)})
        assert asked.status_code == 201, asked.content
        told = asked.json()
        assert [(each["media_type"], each["size"]) for each in told["files"]] == [("application/pdf", len(PDF)), ("image/png", len(PNG))]
        operator = world["operator"]
        assert [each["ref"] for each in operator.get("/api/v1/verifications").json()] == [told["ref"]]
        here = f"/api/v1/verifications/{told['ref']}"
        seen = operator.get(here).json()
        assert (seen["organisation"], seen["asked_by"], seen["words"]) == (world["made"].slug, "Irene Lauri", "REA BO-1")
        for reader in (operator, world["owner"]):
            file = reader.get(seen["files"][0]["path"])
            assert (file.content, file["Content-Type"]) == (PDF, "application/pdf")
            assert file["Content-Disposition"] == 'attachment; filename="carta 1.pdf"'
        assert world["stranger"].get(seen["files"][0]["path"]).status_code == 404
        assert world["owner"].post(here, {"accept": True}, "application/json").status_code == 404
        assert operator.post(here, {"accept": True}, "application/json").json()["state"] == "accepted"
        world["made"].refresh_from_db()
        assert world["made"].verified_how == "evidence"
        assert operator.post(here, {"accept": True}, "application/json").status_code == 409

    @pytest.mark.parametrize(
        ("sent", "field"),
        [
            ({"words": " ", "files": files(PDF)}, "words"),
            ({"files": files(PDF)}, "words"),
            ({"words": "REA", "files": files(b"MZ un programma")}, "files"),
            ({"words": "REA", "files": files(*[PDF] * 4)}, "files"),
        ],
    )
    def test_what_is_none_is_refused_with_a_sentence_where_it_is(self, world, sent, field):
        refused = world["owner"].post(papers(world), sent)
        assert (refused.status_code, list(refused.json()["fields"])) == (422, [field]), refused.content
        assert not Evidence.objects.exists()

    def test_sent_twice_with_one_key_it_is_one_request_and_other_files_are_another(self, world):
        key = {"Idempotency-Key": "visura"}
        first = world["owner"].post(papers(world), {"words": "REA BO-1", "files": files(PDF)}, headers=key)
        # Every program draws its own words between the parts of a form, other ones each time.
        body = encode_multipart("altre-parole", {"words": "REA BO-1", "files": files(PDF)})
        again = world["owner"].post(papers(world), body, "multipart/form-data; boundary=altre-parole", headers=key)
        assert (first.json(), again["Idempotency-Replayed"]) == (again.json(), "true")
        assert Verification.objects.count() == 1
        other = world["owner"].post(papers(world), {"words": "REA BO-1", "files": files(PDF + b"!")}, headers=key)
        assert other.status_code in {409, 422}

    def test_a_large_file_fits_with_a_key_too(self, world):
        large = PDF + b" " * 4_000_000
        sent = world["owner"].post(papers(world), {"words": "REA", "files": files(large)}, headers={"Idempotency-Key": "grande"})
        assert sent.status_code == 201, sent.content
