# SPDX-License-Identifier: AGPL-3.0-or-later
"""The right of reply."""

from __future__ import annotations

import pytest

from insieme.foundation.errors import Invalid
from insieme.offers import actions
from insieme.offers.actions.replying import NotNamed
from insieme.offers.models import Reply
from insieme.offers.tests.makers import DAY, a_call, a_draft, an_offer, as_actor, published
from insieme.people.queries import organisations_by_id
from insieme.people.tests.makers import a_person, an_organisation
from insieme.record.actions import seal
from insieme.record.queries import feed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def day(monkeypatch):
    monkeypatch.setattr("insieme.foundation.clock.now", lambda: DAY)


def answer(call, owner, company, **changes):
    said = {"text": "Non è **vero**.", "name": "Irene Lauri", "title": "titolare"} | changes
    return actions.reply(call.slug, by=as_actor(owner), organisation_slug=company.slug, now=DAY, **said)


def told(call):
    seal()
    return [entry.public for entry in feed(about=call.topic) if entry.code == "offers.reply_published"]


def test_who_is_named_in_a_tie_replies_once_in_versions(client) -> None:
    owner = a_person()
    zeta = an_organisation("Torrefazione Zeta", owner=owner)
    draft, manager = a_draft()
    call = published(draft, manager, actions.TieText("Torrefazione Zeta", "customer"))
    for text in ("Non è **vero**.", "Non è **vero**.", "Lo è in parte."):
        answer(call, owner, zeta, text=text)
    assert [each.number for each in Reply.objects.order_by("pk")] == [1, 2]
    assert len(told(call)) == 2
    assert "Lo è in parte" not in "".join(told(call))
    assert "Irene" not in "".join(told(call))
    page = client.get(f"/calls/{call.slug}/").content.decode()
    assert "Lo è in parte." in page
    assert "Irene Lauri" in page
    assert "<strong>vero</strong>" not in page


def test_who_is_not_named_or_may_not_sign_replies_nothing() -> None:
    call, stranger = a_call(), a_person()
    offer = an_offer(call)
    company = organisations_by_id([offer.organisation_id])[offer.organisation_id]
    for owner, organisation in ((stranger, an_organisation(owner=stranger)), (stranger, company)):
        with pytest.raises(NotNamed):
            answer(call, owner, organisation)
    for changes in ({"text": " "}, {"name": ""}, {"text": "x" * 3001}):
        with pytest.raises(Invalid):
            answer(call, offer.owner, company, **changes)
    assert not Reply.objects.exists()


def test_written_on_its_page_and_shown_on_that_of_the_offer(client) -> None:
    call = a_call()
    offer = an_offer(call)
    address = f"/calls/{call.slug}/reply/"
    assert client.get(address).status_code == 302
    client.force_login(a_person())
    assert client.get(address)["Location"] == f"{address}ask/"
    assert client.post(address, {}).status_code == 409
    client.force_login(offer.owner)
    assert address in client.get(f"/calls/{call.slug}/offers/{offer.ref}/").content.decode()
    typed = {"text": "Abbiamo consegnato.", "name": "Irene Lauri"}
    assert client.post(address, typed | {"name": ""}).status_code == 422
    assert client.post(address, typed)["Location"] == f"/calls/{call.slug}/"
    client.logout()
    for path in ("", f"offers/{offer.ref}/"):
        assert "Abbiamo consegnato." in client.get(f"/calls/{call.slug}/{path}").content.decode()
