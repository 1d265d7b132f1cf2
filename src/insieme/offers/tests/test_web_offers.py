# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages of offers: written, signed, withdrawn; amounts typed in euro; drafts for the company alone."""

from datetime import timedelta

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from insieme.foundation import clock
from insieme.foundation.memory import memory
from insieme.offers import actions, tasks
from insieme.offers.actions.offering import text_digest
from insieme.offers.models import Basis, Offer, OfferState
from insieme.offers.tests.makers import (
    CHOOSING,
    CLOSES,
    DAY,
    MEANWHILE,
    a_call,
    a_choice,
    a_pledge,
    an_offer,
    as_actor,
    choosing,
    offer_text,
)
from insieme.offers.web.cards import RECKONED
from insieme.people.tests.makers import a_colleague, a_person, an_organisation
from insieme.record.actions import seal

pytestmark = pytest.mark.django_db
SIGNATURE = {"name": "Irene Lauri", "title": "titolare", "agreed": "on"}
SOUND = {
    "product": "Arabica",
    "price": "19,50",
    "terms": "",
    "quorum_unit": "buyers",
    "quorum": "250",
    "capacity": "1.900",
    "commitment": "Pannelli solari",
    "basis": "takings",
    "proof": "Fattura",
    "proof_by": "2027-03-31",
    "tier_1_threshold": "",
    "tier_1_percent": "12,5",
    "tier_3_threshold": "500",
    "tier_3_what": "e il tetto della palestra",
}


@pytest.fixture(autouse=True)
def _the_day(monkeypatch):
    memory.clear()
    monkeypatch.setattr(clock, "now", lambda: DAY)


@pytest.fixture
def company(client):
    owner = a_person()
    made = an_organisation(owner=owner)
    made.owner = owner
    client.force_login(owner)
    return made


def test_an_offer_is_written_signed_and_seen(client, company):
    call = a_call()
    new = client.get(f"/calls/{call.slug}/offers/new/", headers={"accept-language": "en"}).content.decode()
    assert "Leave it as it was" not in new, "a new offer was nothing before"
    written = client.post(f"/calls/{call.slug}/offers/new/", SOUND | {"organisation": company.pk})
    offer = Offer.objects.get()
    assert written.url == f"/calls/{call.slug}/offers/{offer.ref}/"
    assert (offer.price_minor, offer.quorum, offer.capacity) == (1950, 250, 1900)
    tiers = [(tier.threshold, tier.percent_hundredths, tier.what) for tier in offer.tiers.all()]
    assert tiers == [(250, 1250, ""), (500, None, "e il tetto della palestra")]
    sign = f"{written.url}sign/"
    assert client.post(sign, {"name": "Irene Lauri", "title": "titolare"}).status_code == 422
    signed = SIGNATURE | {"seen": client.get(sign).context["form"]["seen"].value()}
    assert [client.post(sign, signed).status_code for _twice in range(2)] == [302, 302]
    client.logout()
    page = client.get(written.url).content.decode()
    assert "Irene Lauri" in page
    assert "Pannelli solari" in client.get(f"/calls/{call.slug}/").content.decode()


@pytest.mark.parametrize(("typed", "cents"), [("5.000", 500_000), ("50,00", 5000), ("50.00", 5000)])
def test_where_euro_are_counted_totals_are_kept_in_cents(client, company, typed, cents):
    call = a_call()
    client.post(
        f"/calls/{call.slug}/offers/new/",
        SOUND | {"organisation": company.pk, "quorum_unit": "euro", "quorum": typed, "capacity": "", "tier_3_threshold": "6.000,50"},
    )
    offer = Offer.objects.get()
    assert offer.quorum == cents
    assert [tier.threshold for tier in offer.tiers.all()] == [cents, 600_050]
    shown = client.get(f"/calls/{call.slug}/offers/{offer.ref}/edit/")
    again = {name: field.value() or "" for name, field in ((name, shown.context["form"][name]) for name in shown.context["form"].fields)}
    assert client.post(f"/calls/{call.slug}/offers/{offer.ref}/edit/", again).status_code == 302
    assert Offer.objects.get().quorum == cents


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("price", "19,505,0"),
        ("price", "gratis"),
        ("price", "-1"),
        ("price", "9" * 15),
        ("quorum", "-1"),
        ("quorum", "0"),
        ("quorum", "250,00"),
        ("quorum", "٢٥٠"),
        ("quorum", "9" * 40),
        ("capacity", "249"),
        ("capacity", "0"),
        ("capacity", "mille"),
        ("proof_by", "2026-11-21"),
        ("proof_by", "2026-13-40"),
        ("tier_3_threshold", "250"),
        ("tier_3_threshold", ""),
        ("tier_3_threshold", "2.000"),
        ("tier_1_percent", "101"),
        ("tier_1_amount", "5"),
        ("basis", "luck"),
        ("commitment", ""),
        ("product", "\u202e\u200b"),
        ("proof", "a\0b"),
    ],
)
def test_what_does_not_hold_is_said_at_its_field_and_nothing_is_kept(client, company, field, typed):
    call = a_call()
    answer = client.post(f"/calls/{call.slug}/offers/new/", SOUND | {"organisation": company.pk, field: typed})
    assert answer.status_code == 422
    assert any(name.split("_")[:2] == field.split("_")[:2] for name in answer.context["form"].errors)
    assert "e il tetto della palestra" in answer.content.decode()
    assert not Offer.objects.exists()


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        (
            {"product": "", "capacity": "249", "proof_by": "2026-11-21", "tier_3_threshold": "100"},
            {"product", "capacity", "proof_by", "tier_3_threshold"},
        ),
        ({"price": "gratis", "tier_1_percent": "", "tier_3_what": "", "tier_3_threshold": ""}, {"price", "tier_1_what"}),
        ({"basis": "luck", "tier_1_amount": "5"}, {"basis", "tier_1_threshold"}),
        # What cannot be read is said, and nothing that only follows from it.
        ({"quorum": "tanti", "capacity": "500"}, {"quorum"}),
        ({"quorum": "tanti", "tier_3_threshold": "2.000"}, {"quorum", "tier_3_threshold"}),
        ({"tier_1_percent": "tutto", "tier_3_what": "", "tier_3_threshold": ""}, {"tier_1_percent"}),
        ({"quorum_unit": "luck", "quorum": "5.000,50"}, {"quorum_unit"}),
    ],
)
def test_all_that_can_be_judged_is_said_at_once(client, company, typed, fields):
    call = a_call()
    answer = client.post(f"/calls/{call.slug}/offers/new/", SOUND | {"organisation": company.pk} | typed)
    assert set(answer.context["form"].errors) == fields


@given(st.fixed_dictionaries(dict.fromkeys(SOUND, st.text(max_size=40))), st.sampled_from(["buyers", "euro", "units"]))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_typed_gets_an_answer(client, company, typed, unit):
    call = a_call()
    sent = {name: text.encode("utf-8", "ignore").decode() for name, text in typed.items()} | {
        "quorum_unit": unit,
        "organisation": company.pk,
    }
    assert client.post(f"/calls/{call.slug}/offers/new/", sent).status_code in {302, 422}


def test_a_draft_is_there_for_its_company_alone(client):
    call = a_call()
    offer = an_offer(call, signed=False, product="Segreto")
    pages = ("", "edit/", "sign/", "withdraw/")
    for asker in (None, a_person()):
        if asker:
            client.force_login(asker)
        answers = [client.get(f"/calls/{call.slug}/offers/{offer.ref}/{page}") for page in pages]
        assert {answer.status_code for answer in answers} <= {302, 403, 404}
        assert all("Segreto" not in answer.content.decode() for answer in answers)
        assert "Segreto" not in client.get(f"/calls/{call.slug}/").content.decode()
    client.force_login(offer.owner)
    assert "Segreto" in client.get(f"/calls/{call.slug}/offers/{offer.ref}/").content.decode()


def test_a_draft_that_was_thrown_away_stays_unseen(client):
    call = a_call()
    offer = an_offer(call, signed=False)
    client.force_login(offer.owner)
    assert client.post(f"/calls/{call.slug}/offers/{offer.ref}/withdraw/").status_code == 302
    client.logout()
    assert client.get(f"/calls/{call.slug}/offers/{offer.ref}/").status_code == 404


def test_a_signed_offer_shows_itself_to_who_would_change_it(client):
    call = a_call()
    offer = an_offer(call)
    client.force_login(offer.owner)
    answer = client.post(f"/calls/{call.slug}/offers/{offer.ref}/edit/", SOUND | {"product": "Robusta di montagna", "basis": "profits"})
    assert answer.status_code == 409
    assert offer.product in answer.content.decode()
    assert "Robusta di montagna" in answer.content.decode()
    assert offer.product not in [words for _label, words in answer.context["typed"]]
    offer.refresh_from_db()
    assert offer.quorum == 2


def test_a_signed_offer_can_be_withdrawn_until_people_choose(client, monkeypatch):
    call = a_call()
    stays, goes = an_offer(call), an_offer(call)
    client.force_login(goes.owner)
    assert [client.post(f"/calls/{call.slug}/offers/{goes.ref}/withdraw/").status_code for _twice in range(2)] == [302, 409]
    choosing(call)
    monkeypatch.setattr(clock, "now", lambda: CHOOSING)
    client.force_login(stays.owner)
    assert client.post(f"/calls/{call.slug}/offers/{stays.ref}/withdraw/").status_code == 409
    assert Offer.objects.get(pk=stays.pk).state == OfferState.SIGNED


def test_each_organisation_makes_one_offer_and_the_promoter_none(client, company):
    call = a_call()
    for _twice in range(2):
        client.post(f"/calls/{call.slug}/offers/new/", SOUND | {"organisation": company.pk})
    assert Offer.objects.count() == 1
    client.force_login(call.opened_by)
    client.post(f"/calls/{call.slug}/offers/new/", SOUND | {"organisation": call.promoter_id})
    assert Offer.objects.count() == 1


def test_a_mere_responder_does_not_sign(client):
    call = a_call()
    offer = an_offer(call, signed=False)
    organisation = _company_of(offer)
    helper = a_colleague(organisation, offer.owner, kind="responder")
    client.force_login(helper)
    client.post(f"/calls/{call.slug}/offers/{offer.ref}/sign/", SIGNATURE | {"seen": text_digest(offer)})
    offer.refresh_from_db()
    assert offer.state == OfferState.DRAFT


def test_what_is_signed_is_what_the_page_showed(client):
    call = a_call()
    offer = an_offer(call, signed=False)
    client.force_login(offer.owner)
    address = f"/calls/{call.slug}/offers/{offer.ref}/sign/"
    read = client.get(address).context["form"]["seen"].value()
    actions.edit_offer(call.slug, offer.ref, by=as_actor(offer.owner), text=offer_text(price_minor=1))
    assert client.post(address, SIGNATURE | {"seen": read}).status_code == 409
    assert client.post(address, SIGNATURE).status_code == 422
    assert Offer.objects.get().state == OfferState.DRAFT
    assert client.post(address, SIGNATURE | {"seen": client.get(address).context["form"]["seen"].value()}).status_code == 302
    assert Offer.objects.get().state == OfferState.SIGNED


def test_an_offer_s_page_takes_as_many_queries_with_one_step_as_with_many(client, company, django_assert_max_num_queries):
    call = a_call()
    client.post(f"/calls/{call.slug}/offers/new/", SOUND | {"organisation": company.pk})
    offer = Offer.objects.get()
    actions.sign_offer(call.slug, offer.ref, by=as_actor(company.owner), name="I", title="t", now=DAY)
    client.get("/calls/")
    with django_assert_max_num_queries(17):
        client.get(f"/calls/{call.slug}/offers/{offer.ref}/")


def test_after_the_choice_begins_nobody_makes_an_offer(client, company, monkeypatch):
    call, _offers = a_choice(2)
    monkeypatch.setattr(clock, "now", lambda: MEANWHILE)
    answer = client.post(f"/calls/{call.slug}/offers/new/", SOUND | {"organisation": company.pk})
    assert answer.status_code == 409
    assert SOUND["commitment"] in answer.content.decode()


def test_who_types_while_a_colleague_makes_the_offer_loses_no_word(client, company):
    call = a_call()
    actions.make_offer(call.slug, by=as_actor(company.owner), organisation_id=company.pk, text=offer_text(), now=DAY)
    answer = client.post(f"/calls/{call.slug}/offers/new/", SOUND | {"organisation": company.pk, "product": "Robusta di montagna"})
    assert "Robusta di montagna" in answer.content.decode()
    assert Offer.objects.count() == 1


def _company_of(offer):
    from insieme.people.queries import organisations_by_id  # noqa: PLC0415 - one test alone asks

    return organisations_by_id([offer.organisation_id])[offer.organisation_id]


def test_an_error_in_the_steps_says_of_which_step_it_is_and_stands_under_its_row(client, company):
    call = a_call()
    typed = SOUND | {"organisation": company.pk, "tier_2_threshold": "tanti", "tier_3_threshold": "tanti"}
    answer = client.post(f"/calls/{call.slug}/offers/new/", typed)
    form, page = answer.context["form"], answer.content.decode()
    assert len({field.label for field in form}) == len(list(form))
    for number in (2, 3):
        field = form[f"tier_{number}_threshold"]
        above, row = f'<a href="#{field.id_for_label}">{field.label}</a>', page.index(f'name="tier_{number}_what"')
        assert str(number) in field.label
        assert above in page
        assert row < page.index('class="errorlist" id="' + field.auto_id) < page.index("</fieldset>")


@pytest.mark.parametrize("basis", Basis.values)
def test_of_what_the_commitment_is_taken_is_a_sentence_of_its_own(client, basis):
    offer = an_offer(a_call(), basis=basis)
    page = client.get(f"/calls/{offer.call.slug}/offers/{offer.ref}/", headers={"accept-language": "en"}).content.decode()
    with translation.override("en"):
        assert str(RECKONED[basis]) in page


def test_nobody_is_told_that_a_proof_is_followed_up_here_or_late(client, monkeypatch):
    english = {"accept-language": "en"}
    call, (offer,) = a_choice(1)
    a_pledge(call, offer)
    tasks.close_due(CLOSES)
    seal()
    tasks.clear_due(CLOSES)
    monkeypatch.setattr(clock, "now", lambda: CLOSES + timedelta(days=365))
    for page in (f"/calls/{call.slug}/", f"/calls/{call.slug}/outcome/", f"/calls/{call.slug}/offers/{offer.ref}/"):
        shown = client.get(page, headers=english).content.decode()
        assert "not followed up here yet" in shown
        assert 'class="late"' not in shown
    assert "Following it up on Insieme is yet to come" in shown
    assert "following it up on Insieme is yet to come" in client.get("/sign-up/", headers=english).content.decode()
