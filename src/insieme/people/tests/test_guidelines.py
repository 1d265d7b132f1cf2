# SPDX-License-Identifier: AGPL-3.0-or-later
"""Guidelines: drafts for those who write them, versions that never change, acceptance of the one that holds."""

from __future__ import annotations

import pytest
from django.test import Client

from insieme.foundation import clock
from insieme.foundation.errors import Denied, Invalid, NotVisible
from insieme.people.access import NotAtYourRole
from insieme.people.actions.guidelines import (
    NewerVersion,
    NothingNew,
    accept_guideline,
    draft_guideline,
    edit_guideline,
    publish_guideline,
)
from insieme.people.models import Acceptance, GuidelineVersion, Person
from insieme.people.queries import guidelines_to_accept
from insieme.people.queries.guidelines import guidelines, share, version_of
from insieme.people.tests.makers import a_colleague, a_person, an_organisation, as_actor, said_about, signed_in

NOW = clock.now()
TEXT = "We answer within two days.\n\nWith our names."


@pytest.fixture
def world(db):
    """Irene owns Lauri, Ada works there."""
    irene = a_person("Irene", language="en")
    lauri = an_organisation("Lauri", owner=irene)
    ada = a_colleague(lauri, irene, "responder", name="Ada", language="en")
    draft = draft_guideline(by=as_actor(irene), organisation="lauri", title="How we answer", text=TEXT, now=NOW)
    return {"irene": irene, "ada": ada, "lauri": lauri, "draft": draft}


def test_the_same_draft_written_twice_is_one(world):
    again = {"organisation": "lauri", "title": "How we answer", "text": TEXT, "now": NOW}
    assert draft_guideline(by=as_actor(world["irene"]), **again) == world["draft"]
    publish(world)
    assert draft_guideline(by=as_actor(world["irene"]), **again) != world["draft"]


def publish(world, changed=""):
    return publish_guideline(world["draft"].ref, by=as_actor(world["irene"]), changed=changed, now=NOW)


def test_a_draft_is_seen_by_those_who_write_it_alone(world, client):
    address = f"/guidelines/{world['draft'].ref}/"
    assert client.get(address).status_code == 404
    assert signed_in(client, world["ada"]).get(address).status_code == 404
    assert guidelines(as_actor(world["ada"]), world["lauri"]) == []
    assert signed_in(client, world["irene"]).get(address)["Location"] == f"{address}edit/"


def test_publishing_makes_a_version_and_a_fact_with_its_digest(world):
    made = publish(world)
    code, actor, public = said_about(world["lauri"])[0]
    assert (code, actor) == ("people.guideline_published", "organisation:lauri")
    assert (public["number"], public["title"], len(public["digest"])) == (1, "How we answer", 64)
    assert made.text == TEXT
    assert TEXT not in str(public)


def test_a_second_version_says_what_is_new_and_leaves_the_first_as_it_was(world):
    publish(world)
    with pytest.raises(NothingNew):
        publish(world)
    edit_guideline(world["draft"].ref, by=as_actor(world["irene"]), title="How we answer", text="Within one day.")
    with pytest.raises(Invalid):
        publish(world)
    publish(world, "One day instead of two.")
    assert [version.text for version in GuidelineVersion.objects.order_by("number")] == [TEXT, "Within one day."]


def test_who_may_write(world):
    ada, ref = as_actor(world["ada"]), world["draft"].ref
    with pytest.raises(NotVisible):
        edit_guideline(ref, by=ada, title="x", text="y")
    publish(world)
    with pytest.raises(NotAtYourRole):
        publish_guideline(ref, by=ada, now=NOW)
    with pytest.raises(Denied):
        draft_guideline(by=ada, organisation=None, title="x", text="y", now=NOW)
    Person.objects.filter(pk=world["ada"].pk).update(is_superuser=True)
    house = draft_guideline(by=ada, organisation=None, title="x", text="y", now=NOW)
    assert publish_guideline(house.ref, by=ada, now=NOW).number == 1


def to_accept(person):
    return guidelines_to_accept(as_actor(person), limit=9)


def test_accepting_twice_counts_once_and_only_the_version_that_holds(world):
    version, ada = publish(world), world["ada"]
    assert to_accept(ada) == [world["draft"]]
    accept_guideline(world["draft"].ref, by=as_actor(ada), number=1, now=NOW)
    accept_guideline(world["draft"].ref, by=as_actor(ada), number=1, now=NOW)
    version.refresh_from_db()
    assert (version.accepted, Acceptance.objects.count()) == (1, 1)
    assert to_accept(ada) == []
    assert (share(version, world["lauri"]).accepted, share(version, world["lauri"]).staff) == (1, 2)
    edit_guideline(world["draft"].ref, by=as_actor(world["irene"]), title="How we answer", text="Within one day.")
    publish(world, "Faster.")
    assert to_accept(ada) == [world["draft"]]
    with pytest.raises(NewerVersion):
        accept_guideline(world["draft"].ref, by=as_actor(ada), number=1, now=NOW)


def test_where_nothing_is_published_nothing_needs_accepting(world):
    assert to_accept(world["ada"]) == []


def test_it_is_read_accepted_and_compared_on_its_pages(world, client):
    publish(world)
    edit_guideline(world["draft"].ref, by=as_actor(world["irene"]), title="How we answer", text=TEXT.replace("two days", "one day"))
    address = f"/guidelines/{world['draft'].ref}/"
    signed_in(client, world["irene"]).post(f"{address}publish/", {"changed": "Faster."})
    assert version_of(world["draft"].__class__.objects.get()).number == 2
    ada = signed_in(Client(headers={"accept-language": "en"}), world["ada"])
    assert "I have read it" in ada.get(address).content.decode()
    ada.post(address, {"number": "2"})
    page = ada.get(address).content.decode()
    assert "You have accepted this version" in page
    assert "Of 2 who work for Lauri, 1 have accepted it." in page
    history = ada.get(f"{address}history/").content.decode()
    assert "<del>two days.</del>" in history
    assert "<ins>one day.</ins>" in history


def test_only_from_the_second_version_on_somebody_had_accepted_the_one_before(world):
    irene, address = signed_in(Client(headers={"accept-language": "en"}), world["irene"]), f"/guidelines/{world['draft'].ref}/publish/"
    assert "accepted the version before" not in irene.post(address, follow=True).content.decode()
    edit_guideline(world["draft"].ref, by=as_actor(world["irene"]), title="How we answer", text="With our names.")
    assert "accepted the version before" in irene.post(address, {"changed": "Shorter."}, follow=True).content.decode()


def test_a_stranger_reads_and_is_asked_to_sign_in(world, client):
    publish(world)
    address = f"/guidelines/{world['draft'].ref}/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"number": "1"})["Location"].startswith("/sign-in/")
    assert client.get(f"{address}edit/")["Location"].startswith("/sign-in/")
    assert signed_in(client, a_person()).get(f"{address}edit/").status_code == 403
