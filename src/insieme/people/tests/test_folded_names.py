# SPDX-License-Identifier: AGPL-3.0-or-later
"""Names of organisations that one takes for the same: case, accents, spaces and signs apart."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps

from insieme.people.models import Organisation
from insieme.people.queries.organisations import names_with, namesake, organisations_called
from insieme.people.rules import folded_name
from insieme.people.tests.makers import a_person, an_organisation, as_actor

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("sent", ["caffè dell'élite", "CAFFÈ  DELL’ÉLITE", "Caffe\u0300 dell'Elite", "CAFFE DELL'ELITE"])
def test_capitals_and_accents_do_not_hide_that_a_name_is_here_already(client, sent):
    an_organisation("Caffè dell'Élite")
    client.force_login(a_person())
    asked = client.post("/organisations/new/", {"name": sent, "kind": "company"}, headers={"accept-language": "en"})
    assert asked.status_code == 422
    assert "is here already" in asked.content.decode()


def test_a_name_is_found_as_it_is_now(client):
    owner = a_person()
    called = an_organisation("Forno", owner=owner)
    client.force_login(owner)
    client.post(f"/organisations/{called.slug}/edit/", {"name": "CAFFÈ", "kind": "company"})
    assert namesake("caffè", by=as_actor(a_person())) == "CAFFÈ"
    assert namesake("Forno", by=as_actor(a_person())) == ""
    assert names_with("ffè", limit=3) == ["CAFFÈ"]
    assert organisations_called(["caffè", called.slug, "caffe"]) == {"caffè": called, called.slug: called}
    assert organisations_called(["Élite"]) == {}


def test_of_two_that_fold_alike_the_one_is_meant_that_is_written_so():
    plain, accented = an_organisation("Eta"), an_organisation("Età")
    assert organisations_called(["eta", "ETÀ"]) == {"eta": plain, "ETÀ": accented}


def test_a_name_of_nothing_but_signs_is_only_the_same_as_itself():
    assert (folded_name("+ +"), folded_name("C++"), folded_name("L’Orto & C.")) == ("++", "c", "lortoc")
    an_organisation("!!!")
    assert namesake("! !!", by=as_actor(a_person())) == "!!!"
    assert namesake("???", by=as_actor(a_person())) == ""
    assert names_with("?", limit=3) == []


def test_the_organisations_of_before_are_found_too():
    made = [an_organisation(f"CAFFÈ {number}") for number in range(3)]
    Organisation.objects.update(folded="")
    module = import_module("insieme.people.migrations.0004_first_folded_names")
    module.write(apps, None)
    assert [Organisation.objects.get(pk=each.pk).folded for each in made] == ["caffe0", "caffe1", "caffe2"]
