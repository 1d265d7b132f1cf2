# SPDX-License-Identifier: AGPL-3.0-or-later
"""The index holds what everybody may see, and nothing else; the record and the clock keep it true."""

import re
from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from insieme.offers import actions as offers
from insieme.offers.actions.calling import text_of
from insieme.offers.tests.makers import CLOCK, CLOSES, DAY, MEANWHILE, a_call, a_choice, a_draft, a_pledge, an_offer, as_actor, published
from insieme.people import actions as people
from insieme.people.actions.profiles import add_about_oneself
from insieme.people.queries import organisations_by_id
from insieme.people.tests.makers import a_person, a_place, an_organisation
from insieme.record.actions import say
from insieme.record.facts import Erased
from insieme.record.queries import feed
from insieme.search.actions import index, refresh
from insieme.search.models import Document, Kind, Word
from insieme.search.queries import suggestions
from insieme.search.queries.documents import documents_of
from insieme.search.tasks import refresh_pages
from insieme.search.tests.makers import found, known, titles, voices
from insieme.voices import actions as talk
from insieme.voices.tests.makers import a_reply, a_voice

pytestmark = pytest.mark.django_db


def test_a_call_is_found_once_it_is_published():
    draft, manager = a_draft(title="Farina di grani antichi")
    known()
    assert not titles("farina")
    published(draft, manager)
    known()
    assert titles("farina", kind="call") == ["Farina di grani antichi"]


def test_a_call_is_open_until_it_is_cancelled():
    draft, manager = a_draft(title="Farina di grani antichi")
    published(draft, manager)
    known()
    assert titles("farina", kind="call", is_open=True)
    offers.cancel_call(draft.slug, by=as_actor(manager), because="Nessuno la vuole", now=MEANWHILE)
    known()
    assert not titles("farina", kind="call", is_open=True)
    assert titles("farina", kind="call")


def test_words_that_were_corrected_are_found_no_more():
    draft, manager = a_draft(title="Farina di grani antichi")
    call = published(draft, manager)
    voice = a_voice(text="Chiamatemi al numero segretissimo")
    known()
    assert (titles("antichi", kind="call"), titles("segretissimo")) == ([call.title], [voice.thread.title])
    for _twice in range(2):
        offers.edit_call(call.slug, by=as_actor(manager), text=replace(text_of(call), title="Farina di Verona"), now=DAY)
        talk.edit(voice.ref, by=as_actor(voice.person), text="Scrivetemi qui", now=voice.spoken_at)
    known()
    assert (titles("antichi", kind="call"), titles("segretissimo")) == ([], [])
    assert titles("verona", kind="call") == ["Farina di Verona"]
    assert [entry.code for entry in feed(about=call.topic)].count("offers.call_edited") == 1


def test_a_deadline_ends_what_is_open_before_the_record_says_so():
    call, _offers = a_choice(2, title="Farina di grani antichi")
    known()
    assert titles("farina", kind="call", is_open=True, now=MEANWHILE)
    assert not titles("farina", kind="call", is_open=True, now=call.closes_at)


def test_an_offer_is_found_once_it_is_signed_and_no_more_once_withdrawn():
    call = a_call()
    unsigned = an_offer(call, signed=False, product="Miscela segreta")
    signed = an_offer(call, product="Miscela Trieste")
    known()
    assert titles("miscela") == ["Miscela Trieste"]
    assert unsigned.product not in titles(unsigned.product)
    offers.withdraw_offer(call.slug, signed.ref, by=as_actor(signed.owner), now=DAY)
    known()
    assert not titles("miscela")


def test_an_offer_is_open_as_long_as_its_call():
    call, _offers = a_choice(2)
    known()
    assert found("arabica", kind="offer", is_open=True).counts[Kind.OFFER] == 1
    offers.close_call(call.slug, by=CLOCK, now=CLOSES)
    known()
    assert found("arabica", kind="offer", is_open=True).counts[Kind.OFFER] == 0
    assert found("arabica", kind="offer").counts[Kind.OFFER] == 1


def test_an_organisation_is_found_under_its_new_name_and_so_are_its_calls():
    owner = a_person()
    made = an_organisation("Torrefazione Lauri", owner=owner)
    known()
    assert titles("lauri", kind="organisation") == ["Torrefazione Lauri"]
    people.edit_organisation(made.slug, by=as_actor(owner), name="Bottega Meridiana", kind="company", vat="", place=None, size="", about="")
    known()
    assert not titles("lauri", kind="organisation")
    assert titles("meridiana", kind="organisation") == ["Bottega Meridiana"]


def test_what_was_said_about_a_call_is_found_under_its_new_title():
    draft, manager = a_draft(title="Farina di grani antichi")
    call = published(draft, manager)
    voice = a_voice(call.thread, text="Da quale mulino?")
    a_reply(voice, text="Dal mulino di Arre")
    known()
    assert titles("farina mulino", kind="voice") == ["Farina di grani antichi"] * 2
    offers.edit_call(call.slug, by=as_actor(manager), text=replace(text_of(call), title="Semola di Verona"), now=DAY)
    known()
    assert titles("farina mulino", kind="voice") == []
    assert titles("semola mulino", kind="voice") == ["Semola di Verona"] * 2


def test_what_was_said_about_an_offer_is_found_under_the_new_name_of_its_company():
    call = a_call()
    offer = an_offer(call)
    offer.refresh_from_db()
    a_voice(offer.thread, text="Da quale mulino?")
    known()
    more = {"kind": "company", "vat": "", "place": None, "size": "", "about": ""}
    slug = organisations_by_id([offer.organisation_id])[offer.organisation_id].slug
    people.edit_organisation(slug, by=as_actor(offer.owner), name="Bottega Meridiana", **more)
    known()
    known()
    assert titles("meridiana mulino", kind="voice") == [f"Bottega Meridiana: {call.title}"]


def test_a_new_title_is_suggested_by_its_words_and_by_those_of_the_old_one_no_more():
    draft, manager = a_draft(title="Farina di grani antichi")
    call = published(draft, manager)
    known()
    offers.edit_call(call.slug, by=as_actor(manager), text=replace(text_of(call), title="Semola di Verona"), now=DAY)
    known()
    assert [each.title for each in suggestions("sem")] == ["Semola di Verona"]
    assert suggestions("fari") == []


def test_pledges_leave_no_trace_in_the_index():
    call, (offer,) = a_choice(2)
    known()
    before = Document.objects.count()
    a_pledge(call, offer)
    known()
    assert Document.objects.count() == before


def test_an_entry_is_found_by_its_public_words():
    an_organisation("Torrefazione Lauri")
    known()
    assert found("lauri", kind="entry").counts[Kind.ENTRY] == 1


def test_who_wants_it_is_found_and_who_gives_up_their_page_is_not_even_before_the_index_knows():
    person = a_person("Zelinda Quaresima", handle="zelinda")
    a_person("Zelinda Nascosta", handle="nascosta")
    add_about_oneself(by=as_actor(person), findable=True)
    refresh_pages(MEANWHILE)
    assert titles("zelinda") == ["Zelinda Quaresima"]
    people.edit_profile(by=as_actor(person), name="Zelinda Quaresima", handle="")
    assert titles("zelinda") == []
    refresh_pages(MEANWHILE)
    assert not Document.objects.filter(kind=Kind.PERSON, ref=person.ref).exists()


def test_who_was_erased_is_forgotten():
    person = a_person("Zelinda Quaresima", handle="zelinda")
    add_about_oneself(by=as_actor(person), findable=True)
    refresh_pages(MEANWHILE)
    person.delete()
    say(Erased(parts=0), about="record", by=CLOCK)
    known()
    assert not Document.objects.filter(kind=Kind.PERSON, ref=person.ref).exists()
    assert not Word.objects.filter(word="zelinda").exists()


def test_the_page_of_an_organisation_is_followed_without_a_fact():
    owner = a_person()
    made = an_organisation("Torrefazione Lauri", owner=owner)
    known()
    people.edit_organisation(
        made.slug, by=as_actor(owner), name=made.name, kind="company", vat="", place=a_place(), size="", about="Tostiamo a **legna**"
    )
    refresh_pages(MEANWHILE)
    assert titles("legna") == ["Torrefazione Lauri"]
    assert titles("bologna", kind="organisation") == ["Torrefazione Lauri"]


def test_the_command_makes_the_index_anew_and_again_changes_nothing():
    call = a_call(title="Farina di grani antichi")
    an_offer(call)
    known()
    whole = list(Document.objects.order_by("kind", "ref").values("kind", "ref", "heading", "body", "marks"))
    Document.objects.all().delete()
    for _again in range(2):
        call_command("index", stdout=StringIO(), stderr=StringIO())
        told = list(Document.objects.filter(kind__in={each["kind"] for each in whole}).order_by("kind", "ref"))
        assert [{name: getattr(each, name) for name in whole[0]} for each in told if each.kind != Kind.PERSON] == [
            each for each in whole if each["kind"] != Kind.PERSON
        ]
    with CaptureQueriesContext(connection) as asked:
        list(refresh(Kind.CALL))
    assert not [each["sql"] for each in asked if each["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]


def test_what_the_owner_does_not_tell_is_dropped():
    call = a_call(title="Farina di grani antichi")
    known()
    Document.objects.filter(kind=Kind.CALL).update(ref="never-was")
    list(refresh(Kind.CALL))
    assert set(Document.objects.filter(kind=Kind.CALL).values_list("ref", flat=True)) == {call.slug}
    index(Kind.CALL, [call.slug, "never-was"])
    assert Document.objects.filter(kind=Kind.CALL).count() == 1


def test_things_are_looked_up_in_the_index_even_where_a_database_knows_nothing_of_the_table():
    voices(2000)
    plan = documents_of(Kind.VOICE, [f"v{number}" for number in range(500)]).explain()
    assert re.search(r"\bkind\b.*=.* AND .*\bref\b.*=", plan), plan
    assert "Filter" not in plan


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="the other database has no such list")
def test_few_words_wait_to_be_sorted_into_the_index():
    voices(2000, text=" ".join(f"parola{number}" for number in range(20)))
    with connection.cursor() as cursor:
        cursor.execute("SELECT gin_clean_pending_list('search_document_words')")
        (pages,) = cursor.fetchone()
    assert pages <= 32  # of 8 kB each
