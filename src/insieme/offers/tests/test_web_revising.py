# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages of a revision: written, read as differences, signed; and the pages on which people say yes to it."""

import re

import pytest

from insieme.foundation import clock
from insieme.foundation.memory import memory
from insieme.offers import actions
from insieme.offers.models import Offer, Pledge, Revision
from insieme.offers.tests.makers import CHOOSING, CLOCK, MEANWHILE, REVISED, a_call, a_choice, a_pledge, a_revision, an_offer, as_actor
from insieme.people.tests.makers import a_person
from insieme.record.actions import relay, seal

pytestmark = pytest.mark.django_db

SOUND = {
    "product": "Arabica, consegna settimanale",
    "price": "18,00",
    "quorum_unit": "buyers",
    "quorum": "2",
    "commitment": "Pannelli solari sulla palestra Carducci",
    "basis": "takings",
    "tier_1_threshold": "2",
    "tier_1_percent": "12",
    "proof": "Fattura dell'impianto e contatore pubblico",
    "proof_by": "2027-03-31",
    "because": "Il fornitore ha abbassato il prezzo.",
    "answers": ["price"],
}
SIGNATURE = {"name": "Irene Lauri", "title": "titolare", "agreed": "on"}


@pytest.fixture(autouse=True)
def _the_day(monkeypatch):
    memory.clear()
    monkeypatch.setattr(clock, "now", lambda: MEANWHILE)


@pytest.fixture
def english(client):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def page(offer, tail=""):
    return f"/calls/{offer.call.slug}/offers/{offer.ref}/{tail}"


def test_a_company_writes_a_revision_reads_what_changes_and_signs(english):
    call, [offer] = a_choice(2, revisions_until=REVISED)
    english.force_login(offer.owner)
    form = english.get(page(offer, "revise/"))
    assert 'value="19.50"' in form.content.decode()
    assert english.post(page(offer, "revise/"), SOUND).url == page(offer, "revise/sign/")
    reading = english.get(page(offer, "revise/sign/")).content.decode()
    for words in ("€19.50", "€18.00", "<del>", "scuola</del>", "palestra</ins>", "say yes by"):
        assert words in reading
    assert Offer.objects.get(pk=offer.pk).price_minor == 1950
    draft = Revision.objects.get(offer=offer, signed_at=None)
    done = english.post(page(offer, "revise/sign/"), SIGNATURE | {"seen": draft.digest})
    assert done.url == page(offer, "revisions/2/changes/")
    assert Offer.objects.get(pk=offer.pk).price_minor == 1800
    english.logout()
    shown = english.get(page(offer, "revisions/2/changes/")).content.decode()
    for words in ("€19.50", "€18.00", "Irene Lauri", "Il fornitore ha abbassato", "price"):
        assert words in shown
    assert "€19.50" in english.get(page(offer, "revisions/1/")).content.decode()
    assert page(offer, "revisions/2/changes/") in english.get(page(offer)).content.decode()
    assert page(offer, "revisions/2/changes/") in english.get(f"/calls/{call.slug}/").content.decode()


def test_what_cannot_be_revised_so_stays_in_the_form(english):
    _call, [offer] = a_choice(2, revisions_until=REVISED)
    english.force_login(offer.owner)
    unit = english.post(page(offer, "revise/"), SOUND | {"quorum_unit": "units"})
    assert (unit.status_code, list(unit.context["form"].errors)) == (422, ["quorum_unit"])
    silent = english.post(page(offer, "revise/"), SOUND | {"because": ""})
    assert (silent.status_code, list(silent.context["form"].errors)) == (422, ["because"])
    same = SOUND | {"price": "19.50", "commitment": offer.commitment}
    assert english.post(page(offer, "revise/"), same).status_code == 422
    assert not Revision.objects.filter(signed_at=None).exists()


def test_a_draft_is_its_companys_alone_and_can_be_thrown_away(english):
    offer = an_offer(a_call(choosing_at=REVISED))
    english.force_login(offer.owner)
    english.post(page(offer, "revise/"), SOUND)
    assert page(offer, "revise/sign/") in english.get(page(offer)).content.decode()
    english.force_login(a_person())
    assert page(offer, "revise/sign/") not in english.get(page(offer)).content.decode()
    assert english.get(page(offer, "revise/")).status_code == 403
    assert english.get(page(offer, "revise/sign/")).status_code == 403
    assert english.get(page(offer, "revisions/2/")).status_code == 404
    assert english.post(page(offer, "revise/drop/")).status_code == 403
    english.force_login(offer.owner)
    assert english.post(page(offer, "revise/drop/")).status_code == 302
    assert not Revision.objects.filter(signed_at=None).exists()


def test_after_its_time_nothing_is_revised_and_what_was_typed_stays(english):
    _call, [offer] = a_choice(2)
    english.force_login(offer.owner)
    late = english.post(page(offer, "revise/"), SOUND)
    assert late.status_code == 409
    assert "Pannelli solari sulla palestra Carducci" in late.content.decode()
    assert page(offer, "revise/") not in english.get(page(offer)).content.decode()


@pytest.mark.parametrize(("since", "price"), [("1", "€19.50"), ("", "€18.00"), ("9", "€18.00"), ("x", "€18.00")])
def test_any_two_revisions_are_compared(english, since, price):
    offer = an_offer(a_call())
    a_revision(offer, price_minor=1800, now=CHOOSING.replace(day=2))
    a_revision(offer, price_minor=1700, now=CHOOSING.replace(day=3))
    shown = english.get(page(offer, "revisions/3/changes/"), {"since": since}).content.decode()
    assert price in shown
    assert "€17.00" in shown
    assert english.get(page(offer, "revisions/1/changes/")).status_code == 200
    assert english.get(page(offer, "revisions/4/")).status_code == 404


def test_a_text_of_a_company_is_never_markup(english):
    offer = an_offer(a_call(), commitment="<b>grassetto</b>")
    a_revision(offer, commitment="<script>x</script>", now=CHOOSING.replace(day=2))
    shown = english.get(page(offer, "revisions/2/changes/")).content.decode()
    assert "<script>x" not in shown
    assert "&lt;script&gt;" in shown


@pytest.fixture
def asked(english):
    """Somebody whose list has a revised offer on it: the client, the call, the offers, the pledge."""
    call, (first, second) = a_choice(2, 2, revisions_until=REVISED)
    pledge = a_pledge(call, first, second)
    a_revision(first, price_minor=1800, commitment="Pannelli e alberi")
    english.force_login(pledge.person)
    return english, call, first, second, pledge


def test_one_is_asked_on_the_first_page_among_ones_pledges_in_the_call_and_on_the_receipt(asked):
    client, call, _first, _second, pledge = asked
    address = f"/calls/{call.slug}/pledge/revised/"
    pages = ("/", "/pledges/", f"/calls/{call.slug}/", f"/pledges/{pledge.ref}/")
    for path in pages:
        assert address in client.get(path).content.decode(), path
    assert "€19.50" in client.get("/").content.decode()
    client.force_login(a_person())
    for path in pages[:3]:
        assert address not in client.get(path).content.decode(), path


def test_one_press_says_yes_and_keeps_the_list(asked):
    client, call, first, second, pledge = asked
    home = client.get("/").content.decode()
    form = home[home.index(f'action="/calls/{call.slug}/pledge/revised/"') :]
    sent = dict(re.findall(r'name="([\w-]+)" value="(\w+)"', form[: form.index("</form>")]))
    done = client.post(f"/calls/{call.slug}/pledge/revised/", sent)
    made = Pledge.objects.get(person=pledge.person, number=2)
    assert done.url == f"/pledges/{made.ref}/"
    assert made.entries == [{"offer": first.ref, "revision": 2}, {"offer": second.ref}]
    assert f"/calls/{call.slug}/pledge/revised/" not in client.get("/").content.decode()
    assert client.get(f"/calls/{call.slug}/pledge/revised/").status_code == 302


def test_the_page_tells_what_changed_and_takes_the_offer_off(asked):
    client, call, first, second, pledge = asked
    address = f"/calls/{call.slug}/pledge/revised/"
    shown = client.get(address).content.decode()
    for words in ("€19.50", "€18.00", "alberi</ins>", "you buy 1 kg"):
        assert words in shown
    client.post(address, {"seen": "1", f"rev-{first.ref}": "2", f"answer-{first.ref}": "out"})
    assert Pledge.objects.get(person=pledge.person, number=2).entries == [{"offer": second.ref}]


def test_nothing_is_chosen_beforehand_and_without_a_choice_one_is_asked_for(asked):
    client, call, first, _second, pledge = asked
    address = f"/calls/{call.slug}/pledge/revised/"
    assert " checked" not in client.get(address).content.decode()
    sent = {"seen": "1", f"rev-{first.ref}": "2"}
    refused = client.post(address, sent)
    assert refused.status_code == 422
    assert "Say whether it stays on your list or comes off it" in refused.content.decode()
    assert not Pledge.objects.filter(person=pledge.person, number=2).exists()
    assert client.post(address, sent | {f"answer-{first.ref}": "yes"}).status_code == 303


def test_a_page_that_is_older_than_the_last_revision_is_shown_anew(asked):
    client, call, first, _second, pledge = asked
    a_revision(first, price_minor=1700)
    stale = client.post(f"/calls/{call.slug}/pledge/revised/", {"seen": "1", f"rev-{first.ref}": "2"})
    assert stale.status_code == 422
    assert f'name="rev-{first.ref}" value="3"' in stale.content.decode()
    assert not Pledge.objects.filter(person=pledge.person, number=2).exists()


def test_a_stale_ranking_is_refused_kindly_with_what_was_typed_and_the_revision_at_hand(asked):
    client, call, first, second, _pledge = asked
    client.force_login(a_person())
    sent = {f"place-{second.ref}": "1", f"place-{first.ref}": "2", "quantity": "7", "seen": "0", "confirm": "1"}
    refused = client.post(f"/calls/{call.slug}/pledge/", sent)
    shown = refused.content.decode()
    assert refused.status_code == 422
    assert "has revised its offer since you saw it" in shown
    assert page(first, "revisions/2/changes/?since=1") in shown
    for kept in (f'name="rev-{first.ref}" value="2"', 'value="7"'):
        assert kept in shown
    assert client.post(f"/calls/{call.slug}/pledge/", sent | {f"rev-{first.ref}": "2"}).status_code == 303


def test_the_revision_goes_along_through_the_last_look_and_the_sign_in(asked):
    client, call, first, _second, _pledge = asked
    client.logout()
    sent = {f"place-{first.ref}": "1", f"rev-{first.ref}": "2", "quantity": "1", "seen": "0"}
    look = client.post(f"/calls/{call.slug}/pledge/", sent).content.decode()
    assert f'name="rev-{first.ref}" value="2"' in look
    to_sign_in = client.post(f"/calls/{call.slug}/pledge/", sent | {"confirm": "1"})
    assert f"rev-{first.ref}%3D2" in to_sign_in.url


def test_after_the_close_one_reads_that_the_line_does_not_count(asked):
    client, call, _first, _second, pledge = asked
    actions.close_call(call.slug, by=as_actor(pledge.person), now=call.closes_at)
    seal()
    relay()
    actions.clear(call.slug, by=CLOCK, now=call.closes_at)
    assert "On the list of 1 person an offer was revised" in client.get(f"/calls/{call.slug}/outcome/").content.decode()
    assert "revised, without your yes" in client.get(f"/pledges/{pledge.ref}/").content.decode()
    assert "/pledge/revised/" not in client.get("/").content.decode()
    assert client.post(f"/calls/{call.slug}/pledge/revised/", {"seen": "1"}).status_code == 409


def test_a_stranger_signs_in_first(client):
    call, _offers = a_choice(2)
    assert client.get(f"/calls/{call.slug}/pledge/revised/").status_code == 302
    client.force_login(a_person())
    assert client.get(f"/calls/{call.slug}/pledge/revised/").url == f"/calls/{call.slug}/"


@pytest.mark.parametrize("offers", [1, 4])
def test_a_call_page_with_something_to_answer_takes_twelve_queries_at_most(client, django_assert_max_num_queries, offers):
    call, made = a_choice(*[2] * offers, revisions_until=REVISED)
    pledge = a_pledge(call, *made)
    for offer in made:
        a_revision(offer, price_minor=1800)
    client.force_login(pledge.person)
    client.get(f"/calls/{call.slug}/")
    with django_assert_max_num_queries(12):
        assert f"/calls/{call.slug}/pledge/revised/" in client.get(f"/calls/{call.slug}/").content.decode()
