# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a promoter sets about revisions and marks: written in the form, said on the call's page, fixed once it binds."""

import pytest

from insieme.foundation import clock
from insieme.foundation.memory import memory
from insieme.offers import actions
from insieme.offers.models import Call
from insieme.offers.tests.makers import DAY, a_draft, an_offer, as_actor, published
from insieme.offers.tests.test_web_calls import SOUND
from insieme.people.tests.makers import a_person, an_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_day(monkeypatch, client):
    memory.clear()
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    monkeypatch.setattr(clock, "now", lambda: DAY)


@pytest.fixture
def write(client):
    manager = a_person()
    organisation = an_organisation(owner=manager)
    client.force_login(manager)
    return lambda **more: client.post("/calls/new/", SOUND | {"organisation": organisation.pk} | more)


def test_until_when_offers_may_be_revised_is_set_and_said(client, write):
    write(revisions_until="2026-11-18T10:00", criteria=" Bontà \n\nDistanza")
    call = Call.objects.get()
    assert call.last_revisions_at.isoformat() == "2026-11-18T09:00:00+00:00"
    assert call.criteria == ["Bontà", "Distanza"]
    for page in ("", "publish/"):
        assert "also while people choose" in client.get(f"/calls/{call.slug}/{page}").content.decode()
    assert "Bontà; Distanza" in client.get(f"/calls/{call.slug}/").content.decode()
    form = client.get(f"/calls/{call.slug}/edit/").content.decode()
    assert "2026-11-18T10:00" in form
    assert "Bontà\nDistanza" in form


def test_without_it_offers_stay_once_people_choose(client, write):
    write()
    call = Call.objects.get()
    assert (call.revisions_until, call.last_revisions_at) == (None, call.choosing_at)
    shown = client.get(f"/calls/{call.slug}/").content.decode()
    assert "once people choose, offers stay as they are" in shown
    assert "How believable it is" in shown


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("revisions_until", "2026-11-10T10:00"),
        ("revisions_until", "2026-11-21T10:00"),
        ("criteria", "Uno solo"),
        ("criteria", "a\nb\nc\nd\ne\nf\ng"),
    ],
)
def test_what_does_not_hold_is_said_at_its_field(write, field, typed):
    answer = write(**{field: typed})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]


def test_once_published_the_moment_binds_and_once_signed_the_criteria_do(client):
    draft, manager = a_draft()
    published(draft, manager)
    client.force_login(manager)
    address = f"/calls/{draft.slug}/edit/"
    assert 'name="revisions_until"' not in client.get(address).content.decode()
    words = {name: SOUND[name] for name in ("title", "summary", "need", "category", "place", "proof_expected")}
    assert client.post(address, words | {"criteria": "Bontà\nDistanza"}).status_code == 302
    call = Call.objects.get(pk=draft.pk)
    offer = an_offer(call)
    actions.withdraw_offer(call.slug, offer.ref, by=as_actor(offer.owner), now=DAY)
    answer = client.post(address, words | {"criteria": ""})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["criteria"])
