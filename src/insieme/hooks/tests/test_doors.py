# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages of hooks: one's own alone, kept when something is wrong, and what their buttons do."""

import pytest
from django.test import Client
from django.urls import reverse

from insieme.hooks import actions
from insieme.hooks.models import Delivery, Hook, HookState
from insieme.hooks.rules import MOST_HOOKS
from insieme.hooks.tests.makers import NOW, a_hook, sealed
from insieme.people.tests.makers import a_colleague, a_person, an_organisation, as_actor, signed_in

pytestmark = pytest.mark.django_db
ADDRESS = "https://example.it/insieme"


@pytest.fixture
def ada():
    return a_person("Ada", language="en")


@pytest.fixture
def hers(ada):
    return signed_in(Client(headers={"accept-language": "en"}), ada)


def test_a_hook_is_made_once_for_two_clicks(hers, ada):
    for _ in range(2):
        answer = hers.post(reverse("hooks:new"), {"address": ADDRESS, "chosen": ["calls"]})
        assert answer.status_code == 302
    hook = Hook.objects.get()
    assert (hook.person, hook.address, hook.kinds) == (ada, ADDRESS, ["calls"])
    page = hers.get(answer.url).content.decode()
    assert hook.secret in page


@pytest.mark.parametrize("sent", [{"address": "http://127.0.0.1/"}, {"address": ADDRESS, "chosen": ["nothing"]}, {"address": ""}])
def test_what_is_wrong_is_said_and_what_was_typed_stays(hers, sent):
    answer = hers.post(reverse("hooks:new"), sent | {"topic": "call:bread"})
    assert answer.status_code == 422
    assert "call:bread" in answer.content.decode()
    assert not Hook.objects.exists()


def test_enough_is_enough(hers, ada):
    for number in range(MOST_HOOKS):
        a_hook(f"{ADDRESS}/{number}", ada)
    answer = hers.post(reverse("hooks:new"), {"address": ADDRESS})
    assert answer.status_code == 422
    assert "Ten web hooks" in answer.content.decode()


def test_an_organisations_hooks_are_those_of_its_managers(client, ada):
    bakery = an_organisation(owner=ada)
    hook = a_hook(ADDRESS, ada, for_organisation=bakery.slug)
    assert (hook.person, hook.organisation) == (None, bakery)
    page = reverse("hooks:hook", args=[hook.ref])
    for kind, status in (("manager", 200), ("responder", 404)):
        assert signed_in(client, a_colleague(bakery, ada, kind)).get(page).status_code == status


def test_who_manages_nothing_cannot_make_one_for_an_organisation(ada):
    bakery = an_organisation(owner=ada)
    with pytest.raises(actions.hooking.NotAtYourRole):
        a_hook(ADDRESS, a_person(), for_organisation=bakery.slug)


@pytest.mark.parametrize("door", ["hook", "deed", "delivery"])
def test_somebody_elses_hook_is_not_there(hers, door):
    hook = a_hook(ADDRESS)
    sealed(1)
    actions.queue_new(now=NOW)
    more = [Delivery.objects.get().ref] if door == "delivery" else []
    answer = hers.post(reverse(f"hooks:{door}", args=[hook.ref, *more]), {"do": "remove", "address": ADDRESS})
    assert answer.status_code == 404
    assert Hook.objects.get().address == ADDRESS


def test_the_buttons(hers, ada):
    hook = a_hook(ADDRESS, ada)
    deed = reverse("hooks:deed", args=[hook.ref])
    for do, state in (("pause", HookState.PAUSED), ("pause", HookState.PAUSED), ("start", HookState.ACTIVE), ("start", HookState.ACTIVE)):
        hers.post(deed, {"do": do})
        assert Hook.objects.get().state == state
    hers.post(deed, {"do": "renew"})
    assert Hook.objects.get().secret != hook.secret
    hers.post(deed, {"do": "try"})
    assert "on its way already" in hers.post(deed, {"do": "try"}, follow=True).content.decode()
    assert Delivery.objects.get().position is None
    assert hers.post(deed, {"do": "nonsense"}).status_code == 404
    hers.post(deed, {"do": "remove"})
    assert not Hook.objects.exists()


def test_the_log_says_what_was_told_and_pages(hers, ada, django_assert_num_queries):
    hook = a_hook(ADDRESS, ada)
    sealed(30)
    actions.queue_new(now=NOW)
    first = hers.get(reverse("hooks:hook", args=[hook.ref])).content.decode()
    assert "30 are still waiting" in first
    assert first.count('<th scope="row">') == 25
    before = Delivery.objects.order_by("-pk")[24].pk
    assert f"?before={before}" in first
    second = hers.get(reverse("hooks:hook", args=[hook.ref]), {"before": before}).content.decode()
    assert second.count('<th scope="row">') == 5
    assert hers.get(reverse("hooks:hook", args=[hook.ref]), {"before": "9" * 30}).status_code == 200


def test_a_delivery_is_left_out_and_sent_again_by_its_buttons(hers, ada):
    hook = a_hook(ADDRESS, ada)
    sealed(1)
    actions.queue_new(now=NOW)
    door = reverse("hooks:delivery", args=[hook.ref, Delivery.objects.get().ref])
    hers.post(door, {"skip": "1"})
    assert Delivery.objects.get().state == "skipped"
    hers.post(door)
    assert Delivery.objects.get().state == "waiting"


def test_the_list_shows_ones_own(hers, ada):
    assert "You have no web hooks" in hers.get(reverse("hooks:hooks")).content.decode()
    a_hook(ADDRESS, ada)
    a_hook("https://example.org/other", a_person())
    page = hers.get(reverse("hooks:hooks")).content.decode()
    assert ADDRESS in page
    assert "example.org/other" not in page
    assert as_actor(ada).person_id
