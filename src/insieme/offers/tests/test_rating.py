# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rating an offer: by the call's criteria, until the close, counted as a spread; who stands on a side is shown apart."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insieme.foundation import clock
from insieme.foundation.actor import Actor
from insieme.foundation.errors import Invalid, NotVisible
from insieme.offers import access, actions
from insieme.offers.models import Rating, Standing
from insieme.offers.queries.ratings import own_ratings, ratings_of, reasons
from insieme.offers.rules.ratings import MARKS, Mark, criteria_faults, criteria_of, judge_marks, spreads
from insieme.offers.tests.makers import CHOOSING, CLOSES, DAY, MEANWHILE, a_call, a_choice, a_revision, an_offer, as_actor, call_text
from insieme.people.access import SignInFirst
from insieme.people.actions import declare_relation
from insieme.people.queries import organisations_by_id
from insieme.people.tests.makers import a_colleague, a_person, an_organisation, hired
from insieme.record.actions import seal
from insieme.record.queries import feed, own_private_part
from insieme.voices.tests.makers import a_known_person

SUPPLIER, CUSTOMER = "supplier", "customer"
FINE = [Mark(0, 4), Mark(1, 5, "Hanno mantenuto l'altra volta.")]


def rate(offer, person, marks=FINE, now=MEANWHILE):
    return actions.rate(offer.call.slug, offer.ref, by=as_actor(person), marks=marks, now=now)


def a_known_rater(**more):
    person = a_known_person(**more)
    type(person).objects.filter(pk=person.pk).update(joined_at=DAY - timedelta(days=2))
    return person


def shown(offer):
    return reasons(Actor.stranger(), offer)


def spread_of(offer):
    return ratings_of(offer.call, [offer])[offer.pk]


@pytest.mark.parametrize(
    ("marks", "fields"),
    [
        ([], {""}),
        ([Mark(0, 0)], {"mark-0"}),
        ([Mark(0, 6)], {"mark-0"}),
        ([Mark(4, 3)], {"mark-4"}),
        ([Mark(0, 1), Mark(1, 5, "  ")], {"reason-0", "reason-1"}),
        ([Mark(0, 5, "Bello."), Mark(1, 1)], {"reason-1"}),
        ([Mark(2, 3), Mark(1, 4, " ")], {"reason-2"}),
        ([Mark(0, 2), Mark(1, 4), Mark(2, 1, "Perché no.")], set()),
    ],
)
def test_marks_are_one_to_five_and_say_why_once_at_least_and_an_extreme_one_each(marks, fields):
    if not fields:
        judge_marks(marks, 4)
        return
    with pytest.raises(Invalid) as refused:
        judge_marks(marks, 4)
    assert set(refused.value.fields) == fields


@pytest.mark.parametrize(
    ("given", "sound"),
    [([], True), (["a"], False), (["a", "A"], False), (["a", "b"], True), (list("abcdefg"), False), (["a", "b" * 61], False)],
)
def test_criteria_are_two_to_six_and_differ(given, sound):
    assert (criteria_faults(given) == {}) is sound
    assert len(criteria_of(given)) == (len(given) or 4)


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans(), st.sampled_from(MARKS), st.integers(0, 9))))
def test_no_mark_is_lost_or_counted_twice(rows):
    found = spreads(rows, 4)
    assert sum(each.people + each.others for each in found) == sum(people for criterion, *_, people in rows if criterion < 4)
    assert sum(each.others for each in found) == sum(people for criterion, counted, _mark, people in rows if criterion < 4 and not counted)


@pytest.mark.django_db
def test_marks_are_rows_that_are_changed_and_the_record_tells_nothing_of_them():
    _call, [offer] = a_choice(2)
    person = a_person()
    rate(offer, person)
    rate(offer, person)
    rate(offer, person, [Mark(0, 2, "Così così.")])
    assert {each.criterion: (each.mark, each.standing) for each in Rating.objects.all()} == {0: (2, "outside"), 1: (5, "outside")}
    seal()
    said = [entry for entry in feed(about=offer.call.topic) if entry.code == "offers.offer_rated"]
    assert len(said) == 2
    assert set(json.loads(said[0].public)) == {"call", "title", "offer", "name", "revision"}
    assert '"mark":2' in own_private_part(said[0].pk, by=as_actor(person)).payload
    assert spread_of(offer)[0].counted == {1: 0, 2: 1, 3: 0, 4: 0, 5: 0}


@pytest.mark.django_db
def test_who_stands_on_a_side_is_shown_apart_and_not_counted():
    call, (offer, other) = a_choice(2, 2)
    company = organisations_by_id([other.organisation_id])[other.organisation_id]
    supplier, customer = a_person(), a_person()
    declare_relation(company.slug, by=as_actor(supplier), kind=SUPPLIER)
    declare_relation(company.slug, by=as_actor(customer), kind=CUSTOMER)
    staff = a_colleague(company, other.owner, kind="member")
    told = {person.pk: person for person in (supplier, customer, staff, call.opened_by, a_person())}
    for person in told.values():
        rate(offer, person, [Mark(0, 3, "Così così.")])
    standing = dict(Rating.objects.values_list("person_id", "standing"))
    assert [standing[person.pk] for person in (supplier, staff)] == [Standing.BIDDER] * 2
    assert standing[call.opened_by.pk] == Standing.PROMOTER
    [first, *_rest] = spread_of(offer)
    assert (first.people, first.others) == (2, 3)


@pytest.fixture
def running():
    """A call that people's roles of today come before the close of."""
    today = datetime.now(UTC)
    call = a_call(choosing_at=today + timedelta(days=1), closes_at=today + timedelta(days=9))
    return call, an_offer(call)


def people_and_others(offer):
    [first, *_rest] = spread_of(offer)
    return first.people, first.others


@pytest.mark.django_db
def test_staff_of_a_company_that_signs_later_are_not_counted_any_more(running):
    call, offer = running
    rival = an_offer(call, signed=False)
    company = organisations_by_id([rival.organisation_id])[rival.organisation_id]
    supplier = a_known_rater()
    declare_relation(company.slug, by=as_actor(supplier), kind=SUPPLIER)
    for person in (a_colleague(company, rival.owner, kind="member"), supplier, a_person()):
        rate(offer, person, [Mark(0, 1, "No.")], now=DAY)
    assert people_and_others(offer) == (3, 0)
    actions.sign_offer(call.slug, rival.ref, by=as_actor(rival.owner), name="Rosa", title="", now=DAY)
    assert people_and_others(offer) == (1, 2)
    # Beside the reason stands what it was said as: else everybody would see whose it is.
    assert [each.standing for each in shown(offer)] == [Standing.OUTSIDE]
    actions.withdraw_offer(call.slug, rival.ref, by=as_actor(rival.owner), now=DAY)
    assert people_and_others(offer) == (3, 0)


@pytest.mark.django_db
def test_who_is_hired_by_a_side_before_the_close_is_not_counted_any_more(running):
    call, offer = running
    company = organisations_by_id([offer.organisation_id])[offer.organisation_id]
    promoter = organisations_by_id([call.promoter_id])[call.promoter_id]
    late, fan, bought = a_person(), a_person(), a_person()
    for person in (late, fan, bought):
        rate(offer, person, [Mark(0, 5, "Sì.")], now=DAY)
    hired(company, offer.owner, fan, "member")
    hired(promoter, call.opened_by, bought, "responder")
    assert people_and_others(offer) == (1, 2)
    type(call).objects.filter(pk=call.pk).update(choosing_at=DAY, closes_at=DAY + timedelta(days=1))
    hired(company, offer.owner, late, "member")
    offer.call.refresh_from_db()
    assert people_and_others(offer) == (3, 0)


@pytest.mark.django_db
def test_who_promotes_the_call_too_stands_on_the_promoters_side():
    call, (offer,) = a_choice(2)
    owner, person = a_person(), a_person(handle="ada")
    for whom, by in ((an_organisation(owner=owner).slug, owner), ("@ada", person)):
        made = actions.ask_to_promote(call.slug, by=as_actor(call.opened_by), to=whom, now=DAY)
        actions.answer_promotion(call.slug, made.ref, by=as_actor(by), agree=True, now=DAY)
        rate(offer, by, [Mark(0, 5, "Il migliore.")])
    assert [each.standing for each in Rating.objects.all()] == [Standing.PROMOTER] * 2
    assert (spread_of(offer)[0].people, spread_of(offer)[0].others) == (0, 2)


@pytest.mark.django_db
def test_one_rates_what_is_signed_until_the_close_and_in_ones_own_name():
    call = a_call()
    signed, draft = an_offer(call), an_offer(call, signed=False)
    rate(signed, a_person(), now=DAY)
    with pytest.raises(NotVisible):
        rate(draft, a_person(), now=DAY)
    with pytest.raises(SignInFirst):
        actions.rate(call.slug, signed.ref, by=Actor.stranger(), marks=FINE, now=DAY)
    _call, [offer] = a_choice(2)
    with pytest.raises(access.TooLate):
        rate(offer, a_person(), now=CLOSES)
    a_revision(signed, price_minor=1800, now=DAY)
    person = a_person()
    rate(signed, person, now=DAY)
    assert {each.revision for each in own_ratings(as_actor(person), signed).values()} == {2}


@pytest.mark.django_db
def test_criteria_stay_once_a_company_has_signed():
    call = a_call()
    by = as_actor(call.opened_by)
    bound = {"title": call.title, "criteria": ["Bontà", "Distanza"]}
    assert actions.edit_call(call.slug, by=by, text=call_text(**bound), now=DAY).criteria == ["Bontà", "Distanza"]
    with pytest.raises(Invalid):
        actions.edit_call(call.slug, by=by, text=call_text(**bound | {"criteria": ["Uno"]}), now=DAY)
    offer = an_offer(call)
    actions.withdraw_offer(call.slug, offer.ref, by=as_actor(offer.owner), now=DAY)
    with pytest.raises(Invalid) as refused:
        actions.edit_call(call.slug, by=by, text=call_text(**bound | {"criteria": []}), now=DAY)
    assert set(refused.value.fields) == {"criteria"}
    assert len(spread_of(offer)) == 4 or offer.call.criteria


@pytest.mark.django_db
def test_nobody_fills_an_offer_with_reasons_and_programs_are_caught(client, at, settings):
    at(MEANWHILE)
    _call, [offer] = a_choice(2)
    page = f"/calls/{offer.call.slug}/offers/{offer.ref}/rate/"
    client.force_login(a_person())
    assert client.post(page, {"mark-0": "5", "reason-0": "Compra qui", "website": "https://spam.example"}).status_code == 422
    assert not Rating.objects.exists()
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"speak": "2/h/user,3/h/key"}
    sent = [client.post(page, {"mark-0": "5", "reason-0": f"Compra qui {number}"}) for number in range(3)]
    assert [response.status_code for response in sent] == [302, 302, 422]
    assert "Compra qui 2" in sent[-1].content.decode()
    answers = []
    for _number in range(2):
        client.force_login(a_person())
        answers.append(client.post(page, {"mark-0": "5", "reason-0": "Da un'altra"}).status_code)
    assert answers == [302, 422]


@pytest.fixture
def at(monkeypatch):
    return lambda moment: monkeypatch.setattr(clock, "now", lambda: moment)


@pytest.mark.django_db
def test_one_rates_on_a_page_and_everybody_sees_the_spread_but_not_whose_it_is(client, at):
    at(MEANWHILE)
    _call, [offer] = a_choice(2)
    person = a_known_rater(name="Zenobia")
    page = f"/calls/{offer.call.slug}/offers/{offer.ref}/"
    assert client.get(f"{page}rate/").status_code == 302
    client.force_login(person)
    torn = client.post(f"{page}rate/", {"mark-0": "5", "reason-0": "", "mark-1": "3", "reason-1": "Così così"})
    assert (torn.status_code, list(torn.context["form"].errors)) == (422, ["reason-0"])
    assert "Così così" in torn.content.decode()
    assert client.post(f"{page}rate/", {"mark-0": "5", "reason-0": "Bello"}).url == f"{page}ratings/"
    assert re.search(r'name="mark-0" value="5"[^>]* checked', client.get(f"{page}rate/").content.decode())
    client.logout()
    read = client.get(f"{page}ratings/").content.decode()
    assert "Bello" in read
    assert "Zenobia" not in read
    assert "<rect" in read
    at(CLOSES)
    client.force_login(person)
    assert client.post(f"{page}rate/", {"mark-0": "4", "reason-0": "Buono"}).status_code == 409


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("side", "told"),
    [
        ("none", "Your marks are counted."),
        ("bidder", "Your marks stand apart, because you work for a company that makes an offer here"),
        ("supplier", "Your marks stand apart, because you work for a company that makes an offer here"),
        ("promoter", "Your marks stand apart, because you promote the call"),
    ],
)
def test_who_has_rated_is_told_whether_it_counts(client, at, side, told):
    call, (offer,) = a_choice(2)
    at(MEANWHILE)
    person = {"bidder": offer.owner, "promoter": call.opened_by}.get(side) or a_person()
    if side == "supplier":
        declare_relation(offer.organisation.slug, by=as_actor(person), kind=SUPPLIER)
    client.force_login(person)
    english, page = {"accept-language": "en"}, f"/calls/{call.slug}/offers/{offer.ref}/rate/"
    said = client.post(page, {"mark-0": "4", "reason-0": "Buono"}, headers=english, follow=True).content.decode()
    assert told in said
    assert said.count("Your marks") == 1


@pytest.mark.django_db
@pytest.mark.parametrize("people", [1, 5])
def test_the_marks_of_an_offer_take_as_many_queries_for_one_as_for_five(client, at, django_assert_num_queries, people):
    at(MEANWHILE)
    _call, [offer] = a_choice(2)
    for _person in range(people):
        rate(offer, a_known_rater())
    client.get("/calls/")
    with django_assert_num_queries(6):
        client.get(f"/calls/{offer.call.slug}/offers/{offer.ref}/ratings/")
    assert CHOOSING < MEANWHILE
