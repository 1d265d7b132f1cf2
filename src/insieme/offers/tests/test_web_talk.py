# SPDX-License-Identifier: AGPL-3.0-or-later
"""The talk on the pages of calls and offers: opened with them, shown there, light however much is said."""

from importlib import import_module

import pytest
from django.apps import apps
from django.utils import translation

from insieme.foundation import clock
from insieme.foundation.memory import memory
from insieme.notices.actions import tell
from insieme.offers import actions, kinds
from insieme.offers.models import Call, Offer
from insieme.offers.tests.makers import (
    DAY,
    a_call,
    a_choice,
    a_draft,
    a_pledge,
    an_initiative,
    an_offer,
    as_actor,
    offer_text,
)
from insieme.people.tests.makers import a_person, an_organisation
from insieme.voices.queries.talk import PAGE, talk
from insieme.voices.tests.makers import a_crowded, a_voice, an_answer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english(client, monkeypatch):
    client.cookies["language"] = "en"
    monkeypatch.setattr(clock, "now", lambda: DAY)
    with translation.override("en"):
        yield


@pytest.mark.parametrize("known", [False, True])
def test_a_call_with_a_thousand_voices_is_light_and_takes_twelve_queries(client, known, django_assert_max_num_queries):
    """The reader is a stranger; or has a pledge, has said what is shown and has something to see elsewhere.

    One voice is answered, and groups bring their people.
    """
    call, offers = a_choice(2, 3)
    reader = a_person()
    thread = a_crowded(Call.objects.get().thread, 1000, reader)
    assert thread.organisation_id == call.promoter_id
    if known:
        a_pledge(call, *offers, by=reader)
        an_initiative(call)
        an_answer(call.promoter, call.opened_by, talk(thread, as_actor(reader)).voices[0], now=DAY)
        tell(kinds.CLOSES.code, [reader.pk], about=call.topic, path="/elsewhere/", data={"title": call.title}, position=1, at=DAY)
        client.force_login(reader)
    address = f"/calls/{call.slug}/"
    client.get("/calls/")
    for _twice in range(2):
        memory.clear()
        with django_assert_max_num_queries(12):
            page = client.get(address)
        assert page.content.decode().count('<article class="voice') >= PAGE
        assert len(page.content) < 60_000
        client.logout()
        client.get(address)  # now a stranger's page is kept, and not for who is known
        if known:
            client.force_login(reader)
    with django_assert_max_num_queries(12):
        client.get(address)


def test_calls_and_offers_open_their_talk_and_show_it(client):
    call = a_call()
    offer = an_offer(call)
    call.refresh_from_db()
    offer.refresh_from_db()
    assert (call.thread.organisation_id, offer.thread.organisation_id) == (call.promoter_id, offer.organisation_id)
    a_voice(offer.thread, text="Fino a quando?")
    page = client.get(f"/calls/{call.slug}/offers/{offer.ref}/").content.decode()
    assert "Fino a quando?" in page
    assert "0 of 1 answer given" in page
    assert f'data-live="call:{call.slug}"' in client.get(f"/calls/{call.slug}/").content.decode()


def test_what_stood_before_people_could_speak_about_it_gets_its_talk_with_the_upgrade(client):
    call, draft = a_call(), a_draft()[0]
    offer, unsigned = an_offer(call), an_offer(call, signed=False)
    call.refresh_from_db()
    threads = type(call.thread).objects
    Call.objects.update(thread=None)
    Offer.objects.update(thread=None)
    threads.all().delete()
    for _twice in range(2):
        import_module("insieme.offers.migrations.0005_first_threads").write(apps, None)
    assert threads.count() == 2
    for each in (call, offer, draft, unsigned):
        each.refresh_from_db()
    assert (draft.thread, unsigned.thread) == (None, None)
    assert (call.thread.about, call.thread.title, call.thread.organisation_id) == (call.topic, call.title, call.promoter_id)
    assert (offer.thread.title, offer.thread.organisation_id) == (f"{offer.organisation.name}: {call.title}", offer.organisation_id)
    for address, made in ((f"/calls/{call.slug}/", call), (f"/calls/{call.slug}/offers/{offer.ref}/", offer)):
        assert made.thread.path == address
        a_voice(made.thread, text="Fino a quando?")
        assert "Fino a quando?" in client.get(address).content.decode()


def test_the_longest_names_make_a_talk_that_fits():
    call, owner = a_call(title="t" * 120), a_person()
    company = an_organisation("n" * 120, owner=owner)
    by = as_actor(owner)
    made = actions.make_offer(call.slug, by=by, organisation_id=company.pk, text=offer_text(), now=DAY)
    signed = actions.sign_offer(call.slug, made.ref, by=by, name="Irene Lauri", title="titolare", now=DAY)
    signed.thread.refresh_from_db()
    assert signed.thread.title == f"{company.name}: {call.title}"[:199] + "…"


def test_pictures_are_chosen_where_one_writes_so_that_no_words_are_lost(client):
    call = a_call()
    client.force_login(a_person())
    page = client.get(f"/calls/{call.slug}/").content.decode()
    form = page[page.index("Ask or say something") :]
    form = form[: form.index("</form>")]
    assert 'enctype="multipart/form-data"' in form
    assert 'type="file" name="picture_1"' in form
    assert "/threads/" not in form.split("</textarea>")[1]
