# SPDX-License-Identifier: AGPL-3.0-or-later
"""What organisations, relations and profiles do: rows, facts, refusals."""

from __future__ import annotations

import pytest

from insieme.foundation.actor import Actor
from insieme.foundation.errors import Denied, Invalid
from insieme.people import actions, queries
from insieme.people.access import NotAtYourRole, SignInFirst
from insieme.people.models import Organisation, Person, Place, Relation, Role
from insieme.people.rules import FreePlace
from insieme.people.tests.makers import SEED, a_colleague, a_person, a_place, an_organisation, as_actor, said_about

pytestmark = pytest.mark.django_db


def test_whoever_registers_an_organisation_owns_it_and_the_record_says_it_without_a_person():
    ada = a_person("Ada Ferri")
    made = an_organisation("Torrefazione Lauri", owner=ada, vat="00743110157", place=a_place())
    assert (made.slug, made.vat) == ("torrefazione-lauri", "IT00743110157")
    assert [(role.person, role.kind) for role in queries.staff(made.pk)] == [(ada, "owner")]
    ((code, actor, public),) = said_about(made)
    assert (code, actor) == ("people.organisation_registered", f"organisation:{made.slug}")
    assert public == {"organisation": made.slug, "name": "Torrefazione Lauri", "kind": "company"}


def test_the_second_of_two_clicks_registers_nothing_more():
    ada, said = a_person(), {"kind": "company", "vat": "00743110157", "about": "Caffè"}
    made = an_organisation("Torrefazione Lauri", owner=ada, **said)
    assert an_organisation("Torrefazione Lauri", owner=ada, **said) == made
    assert len(said_about(made)) == 1
    assert an_organisation("Torrefazione Lauri", owner=ada) != made
    assert an_organisation("Torrefazione Lauri", about="Caffè") != made


@pytest.mark.parametrize("name", ["New", "Torrefazione Lauri", "東京", "🙂"])
def test_an_address_is_found_for_every_name(name):
    an_organisation("Torrefazione Lauri")
    made = an_organisation(name)
    assert made.slug not in {"new", "torrefazione-lauri", ""}
    assert queries.organisation(made.slug) == made


def test_one_vat_number_one_organisation_and_nothing_half_done():
    an_organisation(vat="00743110157")
    with pytest.raises(actions.VatTaken):
        an_organisation(vat="IT 00743110157")
    assert Organisation.objects.count() == 1
    assert Role.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"), [({"kind": "king"}, "kind"), ({"size": "huge"}, "size"), ({"vat": "1"}, "vat"), ({"about": "a" * 2001}, "about")]
)
def test_what_does_not_hold_is_refused_at_its_field(wrong, field):
    with pytest.raises(Invalid) as refusal:
        an_organisation(**wrong)
    assert set(refusal.value.fields) == {field}
    assert not Organisation.objects.exists()


def test_a_stranger_registers_nothing():
    with pytest.raises(SignInFirst):
        actions.register_organisation("Bottega", by=Actor.stranger(), kind="company")


def edited(organisation, by, **changes):
    now = {"name": organisation.name, "kind": "company", "vat": "", "place": None, "size": "", "about": ""}
    return actions.edit_organisation(organisation.slug, by=as_actor(by), **(now | changes))


def test_a_manager_renames_it_and_the_record_keeps_both_names():
    owner = a_person()
    made = an_organisation("Prima", owner=owner)
    manager = a_colleague(made, owner)
    edited(made, manager, about="Due righe")
    edited(made, manager, name="Poi")
    told = [public for code, _actor, public in said_about(made) if code == "people.organisation_renamed"]
    assert told == [{"organisation": "prima", "was": "Prima", "name": "Poi"}]
    assert queries.organisation("prima").name == "Poi"


@pytest.mark.parametrize("kind", ["responder", "member", None])
def test_below_manager_nothing_is_edited(kind):
    owner = a_person()
    made = an_organisation(owner=owner)
    somebody = a_colleague(made, owner, kind) if kind else a_person()
    with pytest.raises(NotAtYourRole):
        edited(made, somebody, name="Altro")


def test_a_relation_is_declared_once_and_withdrawn_and_nobody_is_told():
    ada, made = a_person(), an_organisation()
    for _twice in range(2):
        actions.declare_relation(made.slug, by=as_actor(ada), kind="customer")
    assert queries.relations(as_actor(ada), made.pk) == {"customer"}
    assert queries.relations(as_actor(a_person()), made.pk) == set()
    for _twice in range(2):
        actions.withdraw_relation(made.slug, by=as_actor(ada), kind="customer")
    assert not Relation.objects.exists()
    assert len(said_about(made)) == 1
    with pytest.raises(Invalid):
        actions.declare_relation(made.slug, by=as_actor(ada), kind="king")
    with pytest.raises(SignInFirst):
        actions.declare_relation(made.slug, by=Actor.stranger(), kind="customer")


def test_a_handle_belongs_to_one_person_whatever_its_case():
    a_person(handle="Ada")
    bruno = a_person(handle="bruno")
    with pytest.raises(actions.HandleTaken):
        actions.edit_profile(by=as_actor(bruno), name="Bruno", handle="ADA", language="it")
    assert queries.person_by_handle("BRUNO") == bruno


def test_a_profile_is_changed_by_its_owner_alone_and_may_go_without_a_page():
    ada = a_person()
    actions.edit_profile(by=as_actor(ada), name=" Ada  Ferri ", handle="", place=FreePlace("Lugano", "CH"), language="en")
    saved = Person.objects.get(pk=ada.pk)
    assert (saved.name, saved.handle, str(saved.place), saved.language) == ("Ada Ferri", None, "Lugano, CH", "en")
    for other in (Actor.stranger(), SEED):
        with pytest.raises(SignInFirst):
            actions.edit_profile(by=other, name="X", language="it")
    with pytest.raises(Invalid):
        actions.edit_profile(by=as_actor(ada), name="Ada", language="tlh")


def test_only_the_program_enrols():
    with pytest.raises(Denied):
        actions.enrol("x@example.it", by=as_actor(a_person()), name="X")


def test_a_place_elsewhere_is_made_once():
    ada = as_actor(a_person())
    first = actions.make_place(FreePlace("Zürich", "CH"), by=ada)
    assert actions.make_place(FreePlace("ZURICH", "CH"), by=SEED) == first
    assert actions.make_place(FreePlace("Zürich", "DE"), by=ada) != first
    with pytest.raises(Invalid):
        actions.make_place(FreePlace("Atlantide", "IT"), by=ada)
    with pytest.raises(SignInFirst):
        actions.make_place(FreePlace("Bern", "CH"), by=Actor.stranger())
    assert Place.objects.filter(country="CH").count() == 1


def test_names_and_recipients_come_for_many_in_one_query_each(django_assert_num_queries):
    five = [a_person(language="en") for _each in range(5)]
    unreachable = a_person()
    Person.objects.filter(pk=unreachable.pk).update(is_active=False)
    for some in (five[:1], five):
        with django_assert_num_queries(3):
            assert queries.person_names(person.pk for person in some) == {person.pk: person.name for person in some}
            reached = queries.recipients([person.pk for person in some] + [unreachable.pk])
            assert [(one.person_id, one.email, one.language) for one in reached] == [(person.pk, person.email, "en") for person in some]
            assert set(queries.persons_by_ref(person.ref for person in some)) == {person.ref for person in some}
