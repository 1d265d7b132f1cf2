# SPDX-License-Identifier: AGPL-3.0-or-later
"""Companies that are asked to answer a call: letters, the way to an offer, and a no that is kept."""

from __future__ import annotations

import re
from typing import ClassVar

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client

from insieme.foundation.errors import Denied, Invalid, NotVisible, WrongState
from insieme.foundation.tests.mailserver import mailserver
from insieme.offers import actions, tasks
from insieme.offers.actions.inviting import InvitationTaken, write_company_later
from insieme.offers.models import CompanyInvitation, DoNotWrite
from insieme.offers.queries.invitations import companies_asked
from insieme.offers.tests.makers import CHOOSING, CLOSES, DAY, a_call, an_offer, as_actor, choosing
from insieme.people.queries.organisations import organisations_called
from insieme.people.rules import PAUSE
from insieme.people.tests.makers import PASSWORD, a_colleague, a_person, an_organisation
from insieme.record.actions import seal
from insieme.record.queries import feed

__all__ = ["mailserver"]
pytestmark = pytest.mark.django_db
ADDRESS = "vendite@zeta.example"


@pytest.fixture(autouse=True)
def at_once(settings, monkeypatch):
    """Letters are sent as soon as they are handed over, on the day of the world."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    monkeypatch.setattr("insieme.foundation.clock.now", lambda: DAY)


def ask(call, by=None, to=ADDRESS, name="Torrefazione Zeta", **more):
    return actions.invite_company(call.slug, by=as_actor(by or call.opened_by), to=to, name=name, now=DAY, **more)


def far(call, by=None):
    return [("offered" if each.offered else each.state) for each in companies_asked(as_actor(by or call.opened_by), call)]


def way_in(letter):
    return re.search(r"http://[^/]+(/calls/\S+/invited/\w+/)", letter.body)[1]


class Away(EmailBackend):
    """A mail service with errors of its own, which does not take letters to some addresses."""

    refused: ClassVar[set[str]] = set()

    def send_messages(self, messages):
        if any(Away.refused.intersection(message.to) for message in messages):
            raise RuntimeError
        return super().send_messages(messages)


@pytest.fixture
def away(settings):
    """Say which addresses no letter reaches."""
    settings.EMAIL_BACKEND = f"{__name__}.Away"
    yield lambda *refused: setattr(Away, "refused", set(refused))
    Away.refused = set()


def test_a_letter_that_reached_nobody_is_written_again_while_the_call_takes_offers(away) -> None:
    call, ada = a_call(), a_person(handle="ada", email="ada@example.it")
    ask(call)
    actions.ask_to_promote(call.slug, by=as_actor(call.opened_by), to="@ada", now=DAY)
    away(ADDRESS, ada.email)
    assert tasks.write_due(DAY) == 2
    assert (tasks.write_due(DAY), mail.outbox) == (0, [])
    away()
    assert tasks.write_due(DAY + PAUSE) == 2
    assert sorted(letter.to for letter in mail.outbox) == sorted([[ADDRESS], [ada.email]])
    assert tasks.write_due(CLOSES) == 0
    invitation = CompanyInvitation.objects.get()
    write_company_later(invitation.key, now=CHOOSING)
    actions.decline_invitation(call.slug, invitation.key, now=DAY)
    write_company_later(invitation.key, now=DAY)
    assert tasks.write_due(CLOSES) == 0


def test_who_cannot_be_reached_keeps_nobody_else_from_their_letter_and_nobody_has_it_twice(away) -> None:
    call, owner = a_call(), a_person()
    zeta = an_organisation("Zeta", owner=owner)
    second = a_colleague(zeta, owner, "manager")
    ask(call, to=zeta.slug)
    away(owner.email)
    tasks.write_due(DAY)
    assert [letter.to for letter in mail.outbox] == [[second.email]]
    assert tasks.write_due(CLOSES) == 0


def test_an_address_that_is_not_there_is_asked_once_and_by_nobody_else(mailserver) -> None:
    mailserver.answers[ADDRESS] = "550 5.1.1 no such mailbox"
    call, owner = a_call(), a_person()
    ask(call)
    assert tasks.write_due(DAY) == 1
    assert tasks.write_due(CLOSES) == 0
    del mailserver.answers[ADDRESS]
    ask(a_call())
    ask(call, to=an_organisation("Zeta", owner=owner).slug)
    tasks.write_due(DAY)
    assert set(mailserver.took) == {owner.email}


def test_one_letter_in_the_chosen_language_and_nothing_of_it_in_the_record() -> None:
    call = a_call()
    for _twice in range(2):
        ask(call, message="Da voi il caffè è buono.", language="en")
    assert tasks.write_due(DAY) == 1
    assert tasks.write_due(DAY) == 0
    (letter,) = mail.outbox
    assert letter.to == [ADDRESS]
    assert letter.subject.startswith("Will you answer")
    assert "Da voi il caffè è buono." in letter.body
    seal()
    told = [entry for entry in feed(about=call.topic) if entry.code == "offers.company_invited"]
    assert len(told) == 1
    assert "Zeta" not in told[0].public
    assert not [entry for entry in feed() if ADDRESS in entry.public]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"to": "nobody here"}, "to"),
        ({"to": "zeta@"}, "to"),
        ({"name": " "}, "name"),
        ({"message": "guardate https://zeta.example"}, "message"),
        ({"message": "x" * 1001}, "message"),
        ({"language": "xx"}, "language"),
    ],
)
def test_what_cannot_be_sent_is_said_at_its_field(changes, field) -> None:
    with pytest.raises(Invalid) as refusal:
        ask(a_call(), **changes)
    assert set(refusal.value.fields) == {field}
    assert not CompanyInvitation.objects.exists()


def test_a_company_that_is_here_is_told_through_those_who_act_for_it() -> None:
    call, owner = a_call(), a_person(language="en")
    zeta = an_organisation("Torrefazione Zeta", owner=owner)
    a_colleague(zeta, owner, "member")
    assert ask(call, to="torrefazione zeta", name="").organisation == zeta
    tasks.write_due(DAY)
    assert [letter.to for letter in mail.outbox] == [[owner.email]]
    with pytest.raises(Invalid):
        ask(call, to=call.promoter.slug)


def test_the_promoter_sees_how_far_each_has_come_and_others_only_whom_they_asked() -> None:
    call, friend = a_call(), a_person()
    made = ask(call)
    ask(call, by=friend, to="altra@zeta.example")
    assert far(call) == ["invited", "invited"]
    assert far(call, friend) == ["invited"]
    assert far(call, a_person()) == []
    for _twice in range(2):
        actions.open_invitation(call.slug, made.key, now=DAY)
    assert sorted(far(call)) == ["invited", "opened"]
    offer = an_offer(call, signed=False)
    actions.take_invitation(call.slug, made.key, by=as_actor(offer.owner), organisation_id=offer.organisation_id)
    assert sorted(far(call)) == ["invited", "opened"]
    actions.sign_offer(call.slug, offer.ref, by=as_actor(offer.owner), name="Irene", title="", now=DAY)
    assert sorted(far(call)) == ["invited", "offered"]


def test_a_no_is_for_good_and_for_every_call() -> None:
    call = a_call()
    made = ask(call)
    for _twice in range(2):
        actions.decline_invitation(call.slug, made.key, now=DAY)
    assert CompanyInvitation.objects.get().email == ""
    assert DoNotWrite.objects.get().email == ADDRESS
    assert tasks.write_due(DAY) == 0
    for other in (call, a_call()):
        with pytest.raises(Invalid):
            ask(other, to=ADDRESS.upper())
    assert far(call) == ["declined"]


def test_a_letter_that_waits_is_not_sent_to_who_has_declined_elsewhere() -> None:
    first, second = a_call(), a_call()
    made, waiting = ask(first), ask(second)
    actions.decline_invitation(first.slug, made.key, now=DAY)
    tasks.send_company.call(waiting.key)
    assert not mail.outbox


def test_one_company_takes_an_invitation_and_only_who_signs_for_it() -> None:
    call = a_call()
    made, one, other = ask(call), a_person(), a_person()
    zeta, eta = an_organisation(owner=one), an_organisation(owner=other)
    with pytest.raises(Denied):
        actions.take_invitation(call.slug, made.key, by=as_actor(other), organisation_id=zeta.pk)
    for _twice in range(2):
        actions.take_invitation(call.slug, made.key, by=as_actor(one), organisation_id=zeta.pk)
    with pytest.raises(InvitationTaken):
        actions.take_invitation(call.slug, made.key, by=as_actor(other), organisation_id=eta.pk)
    with pytest.raises(NotVisible):
        actions.open_invitation(call.slug, "0" * 32, now=DAY)


def test_once_people_choose_nobody_is_asked_any_more(client) -> None:
    call = a_call()
    made = ask(call)
    an_offer(call)
    choosing(call)
    with pytest.raises(WrongState):
        ask(call, to="altra@zeta.example")
    page = client.get(f"/calls/{call.slug}/invited/{made.key}/")
    assert page.status_code == 200
    assert not page.context["open"]
    assert CHOOSING > DAY


def test_from_the_letter_over_account_and_company_to_the_offer(client) -> None:
    call = a_call()
    ask(call)
    tasks.write_due(DAY)
    way, new = way_in(mail.outbox[0]), Client()
    page = new.get(way).content.decode()
    assert far(call) == ["opened"]
    sign_up = re.search(r'href="(/sign-up/[^"]+)"', page)[1]
    wanted = new.get(sign_up).context["redirect_field_value"]
    new.post("/sign-up/", {"name": "Zoe Zeta", "email": ADDRESS, "password1": PASSWORD, "agreed": "on", "next": wanted})
    confirm = re.search(r"http://testserver(/confirm-email/\S+)", mail.outbox[-1].body)[1]
    assert new.post(confirm)["Location"] == f"{way}company/"
    assert 'value="Torrefazione Zeta"' in new.get(f"{way}company/").content.decode()
    assert new.post(f"{way}company/", {"name": "", "kind": "company"}).status_code == 422
    then = new.post(f"{way}company/", {"name": "Torrefazione Zeta", "kind": "company"})
    assert then["Location"] == f"/calls/{call.slug}/offers/new/"
    assert new.get(then["Location"]).status_code == 200
    assert CompanyInvitation.objects.get().organisation == organisations_called(["Torrefazione Zeta"])["Torrefazione Zeta"]


def test_who_has_a_company_takes_it_with_one_button(client) -> None:
    call, owner = a_call(), a_person()
    zeta, made = an_organisation(owner=owner), ask(call)
    client.force_login(owner)
    address = f"/calls/{call.slug}/invited/{made.key}/company/"
    assert f'value="{zeta.slug}"' in client.get(address).content.decode()
    assert client.post(address, {"take": zeta.slug})["Location"] == f"/calls/{call.slug}/offers/new/"
    assert CompanyInvitation.objects.get().organisation == zeta


def test_who_has_the_company_that_is_meant_is_led_to_it_and_not_into_opening_a_second_page(client) -> None:
    call, owner = a_call(), a_person()
    other, zeta = an_organisation("Alfa", owner=owner), an_organisation("TORREFAZIONE Zèta", owner=owner)
    client.force_login(owner)
    address = f"/calls/{call.slug}/invited/{ask(call).key}/company/"
    page = client.get(address).content.decode()
    assert f'<button class="button" name="take" value="{zeta.slug}">' in page
    assert f'<button class="button quiet" name="take" value="{other.slug}">' in page
    assert page.index(f'value="{zeta.slug}"') < page.index(f'value="{other.slug}"') < page.index('<details class="more"><summary>')
    assert 'value="Torrefazione Zeta"' not in page
    assert '<button class="button">' not in page
    assert '<details class="more" open>' in client.post(address, {"name": "", "kind": "company"}).content.decode()


def test_of_own_companies_none_of_which_is_meant_none_is_put_first(client) -> None:
    call, owner = a_call(), a_person()
    listed = {an_organisation(name, owner=owner).slug for name in ("Alfa", "Beta")}
    client.force_login(owner)
    page = client.get(f"/calls/{call.slug}/invited/{ask(call).key}/company/").content.decode()
    assert set(re.findall('<button class="button" name="take" value="([^"]+)">', page)) == listed


def test_a_company_that_was_asked_by_its_name_answers_alone_and_no_other_is_registered_for_it(client) -> None:
    call, owner, somebody = a_call(), a_person(), a_person()
    zeta, other = an_organisation("Torrefazione Zeta", owner=owner), an_organisation("Alfa", owner=owner)
    address = f"/calls/{call.slug}/invited/{ask(call, to=zeta.name).key}/company/"
    for who, led in ((owner, True), (somebody, False)):
        client.force_login(who)
        page = client.get(address).content.decode()
        assert (f'value="{zeta.slug}"' in page, other.slug in page, 'name="vat"' in page) == (led, False, False)
        assert client.post(address, {"name": "Un'altra", "kind": "company"}).status_code == 409
    assert not organisations_called(["Un'altra"])


def test_declined_with_one_click_and_looking_ahead_opens_nothing(client) -> None:
    call = a_call()
    made = ask(call)
    address = f"/calls/{call.slug}/invited/{made.key}/"
    client.head(address)
    assert far(call) == ["invited"]
    assert client.post(address, {"decline": "1"})["Location"] == address
    assert 'name="decline"' not in client.get(address).content.decode()
    assert far(call) == ["declined"]
    assert client.get(f"/calls/{call.slug}/invited/{'0' * 32}/").status_code == 404


def test_anybody_signed_in_asks_a_few_a_day_and_the_promoter_many(client) -> None:
    call = a_call()
    address = f"/calls/{call.slug}/companies/"
    assert client.get(address).status_code == 302
    for who, sent in ((a_person(), [302] * 5 + [422] * 2), (call.opened_by, [302] * 7)):
        client.force_login(who)
        typed = {"name": "Zeta", "message": "", "language": "it"}
        assert [client.post(address, typed | {"to": f"p{number}@{who.ref}.example"}).status_code for number in range(7)] == sent


def test_who_was_asked_stays_to_be_read_once_people_choose(client) -> None:
    call = a_call()
    an_offer(call)
    ask(call)
    choosing(call)
    address = f"/calls/{call.slug}/companies/"
    client.force_login(call.opened_by)
    assert address in client.get(f"/calls/{call.slug}/").content.decode()
    answer = client.get(address)
    assert answer.status_code == 200
    assert "Torrefazione Zeta" in answer.content.decode()
    assert 'name="to"' not in answer.content.decode()
    assert client.post(address, {"to": "p@zeta.example", "name": "Zeta", "language": "it"}).status_code == 409
    client.force_login(a_person())
    assert client.get(address).status_code == 409


@pytest.mark.parametrize("many", [1, 5])
def test_the_list_takes_as_many_queries_for_one_as_for_five(client, many, django_assert_num_queries) -> None:
    call = a_call()
    client.force_login(call.opened_by)
    for number in range(many):
        ask(call, to=f"p{number}@zeta.example")
    client.get(f"/calls/{call.slug}/companies/")
    with django_assert_num_queries(5):
        client.get(f"/calls/{call.slug}/companies/")


def test_a_company_that_is_here_and_said_no_is_not_told_to_get_a_letter_nor_one_that_was_asked_already(client) -> None:
    call, house = a_call(), an_organisation(owner=a_person())
    client.force_login(call.opened_by)
    address, sent = f"/calls/{call.slug}/companies/", {"to": house.slug, "language": "en"}
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    assert "is asked, and gets a letter" in client.post(address, sent, follow=True).content.decode()
    again = client.post(address, sent, follow=True).content.decode()
    assert "was asked already: no second letter goes to it" in again
    made = CompanyInvitation.objects.get()
    actions.decline_invitation(call.slug, made.key, now=DAY)
    refused = client.post(address, sent)
    assert refused.status_code == 422
    assert "has said that it is not interested" in refused.content.decode()
    assert far(call) == ["declined"]


def test_a_call_without_offers_leads_to_where_companies_are_asked_and_that_suggests_the_names_that_are_here(client) -> None:
    call, owner = a_call(), a_person()
    found = [an_organisation(owner=owner, name=name) for name in ("Torrefazione Lauri", "Torrefazione Beta", "Forno")]
    client.force_login(call.opened_by)
    page = client.get(f"/calls/{call.slug}/").content.decode()
    assert page.count(f'href="/calls/{call.slug}/companies/"') == 2
    assert 'hx-get="/names/organisations/"' in client.get(f"/calls/{call.slug}/companies/").content.decode()
    offered = client.get("/names/organisations/", {"to": "torref"}).content.decode()
    assert [f'value="{each.name}"' in offered for each in found] == [True, True, False]
    assert "<option" not in client.get("/names/organisations/", {"to": ""}).content.decode()
