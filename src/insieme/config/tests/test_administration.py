# SPDX-License-Identifier: AGPL-3.0-or-later
"""The desk of administration: for operators with a second step; read only, save what goes through an action; nothing private."""

from __future__ import annotations

import re

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.admin.utils import label_for_field
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils.functional import Promise
from django_tasks_db.models import DBTaskResult

from insieme.config import queue
from insieme.config.tests.queued import mark
from insieme.foundation import clock
from insieme.offers import tasks
from insieme.offers.tests.makers import CLOSES, a_choice, a_pledge
from insieme.people.actions.operating import NotYourself, let_in, shut_out
from insieme.people.tests.makers import a_person, an_organisation, as_actor, signed_in
from insieme.record.actions import seal
from insieme.record.queries import feed

pytestmark = pytest.mark.django_db
Person = get_user_model()
SHOWN = admin.site._registry  # noqa: SLF001 - there is no other list


@pytest.fixture
def operator():
    person = a_person("Olga Operatrice", language="en")
    Person.objects.filter(pk=person.pk).update(is_superuser=True, is_staff=True)
    return Person.objects.get(pk=person.pk)


@pytest.fixture
def desk(operator, client):
    """An operator's browser, after a second step."""
    signed_in(client, operator)
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": 1}, {"method": "mfa", "type": "totp", "at": 2}]
    session["account_authentication_methods_user"] = str(operator.pk)
    session.save()
    return client


def test_strangers_sign_in_and_for_others_there_is_nothing(client):
    assert client.get("/admin/", follow=True).redirect_chain[-1][0].startswith("/sign-in/")
    signed_in(client, a_person())
    assert client.get("/admin/", follow=True).status_code == 404
    assert client.get("/admin/people/person/", follow=True).status_code == 404


def test_an_operator_without_a_second_step_is_led_to_one(client, operator, settings):
    signed_in(client, operator)
    settings.OPERATORS_NEED_SECOND_STEP = True
    assert client.get("/admin/", follow=True).redirect_chain[-1][0] == "/settings/security/"
    settings.OPERATORS_NEED_SECOND_STEP = False
    assert client.get("/admin/").status_code == 200


def test_the_way_to_the_desk_never_leads_elsewhere(desk):
    for onward in ("https://evil.example/", "//evil.example/", "nowhere"):
        assert desk.get("/admin/login/", {"next": onward})["Location"] == "/admin/"


def test_staff_that_runs_nothing_stays_out(client):
    person = a_person()
    Person.objects.filter(pk=person.pk).update(is_staff=True)
    assert signed_in(client, person).get("/admin/", follow=True).status_code == 404


def test_every_list_and_row_is_shown_and_nothing_is_written(desk):
    owner = a_person()
    an_organisation("Lauri", owner=owner)
    call, (offer,) = a_choice(2)
    a_pledge(call, offer, by=owner)
    seal()
    shown = 0
    for model in [model for model in SHOWN if model.__module__.startswith("insieme.")]:
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        assert desk.get(reverse(f"admin:{name}_changelist"), {"q": "a"}).status_code == 200, name
        for row in model._default_manager.all()[:1]:
            shown += 1
            page = desk.get(reverse(f"admin:{name}_change", args=[row.pk]))
            assert page.status_code == 200, name
            assert "argon2" not in page.content.decode()
            assert desk.post(reverse(f"admin:{name}_delete", args=[row.pk]), {"post": "yes"}).status_code == 403, name
            if model is not Person:
                assert desk.post(reverse(f"admin:{name}_change", args=[row.pk]), {}).status_code == 403, name
    assert shown >= 6


def test_a_task_with_which_three_workers_died_stands_there_with_the_reason_and_comes_back_no_more(desk):
    mark.enqueue("left")
    now = clock.now()
    DBTaskResult.objects.update(status="RUNNING", worker_ids=["a", "b", "c"], started_at=now - 2 * queue.FORGOTTEN)
    assert (queue.revive(now), queue.revive(now + queue.FORGOTTEN)) == (1, 0)
    assert queue.failed_since(now) == 1
    assert "FAILED" in desk.get(reverse("admin:django_tasks_database_dbtaskresult_changelist")).content.decode()
    left = reverse("admin:django_tasks_database_dbtaskresult_change", args=[DBTaskResult.objects.get().pk])
    assert "Three workers have died with the task" in desk.get(left).content.decode()


def test_private_parts_and_who_pledged_are_nowhere(desk):
    ada = a_person("Ada Forgettable")
    call, (offer,) = a_choice(2)
    pledge = a_pledge(call, offer, by=ada)
    seal()
    assert "record.Private" not in {model._meta.label for model in SHOWN}
    page = desk.get(reverse("admin:offers_pledge_change", args=[pledge.pk])).content.decode()
    assert pledge.ref in page
    assert "Ada Forgettable" not in page
    assert ada.ref not in desk.get(reverse("admin:record_entry_change", args=[pledge.fact_id])).content.decode()


def test_how_the_offers_stand_is_secret_to_operators_too_until_the_call_is_cleared(desk):
    call, (first, second) = a_choice(1, 1)
    pledge = a_pledge(call, second, first)
    rows, row = reverse("admin:offers_pledge_changelist"), reverse("admin:offers_pledge_change", args=[pledge.pk])

    def told():
        return second.ref in desk.get(row).content.decode()

    assert not told()
    tasks.close_due(CLOSES)
    seal()
    assert not told()
    tasks.clear_due(CLOSES)
    assert told()
    for asked in ({"entries__icontains": second.ref}, {"new_for__icontains": second.ref}, {"person": pledge.person_id}):
        assert desk.get(rows, asked).status_code == 400
    assert pledge.ref in desk.get(rows, {"withdrawn__exact": 0}).content.decode()


def test_an_account_is_closed_by_the_rooms_own_action_and_the_record_says_so(desk, operator):
    ada = a_person("Ada Forgettable")
    theirs = signed_in(desk.__class__(), ada)
    assert theirs.get("/settings/").status_code == 200
    desk.post(reverse("admin:people_person_change", args=[ada.pk]), {"is_active": ""})
    assert not Person.objects.get(pk=ada.pk).is_active
    assert theirs.get("/settings/").status_code == 302
    seal()
    entry = feed(limit=1)[0]
    assert (entry.code, entry.actor, entry.about, entry.public) == ("people.account_shut", "person", "administration", "{}")
    assert [log.object_repr for log in LogEntry.objects.all()] == [ada.ref]
    assert Person.objects.get(pk=ada.pk).name == "Ada Forgettable"
    let_in(ada.ref, by=as_actor(operator))
    assert Person.objects.get(pk=ada.pk).is_active


def test_no_operator_shuts_out_themselves(operator):
    with pytest.raises(NotYourself):
        shut_out(operator.ref, by=as_actor(operator))


@pytest.mark.parametrize("model", SHOWN, ids=lambda model: model._meta.label)
def test_tables_are_named_in_words_that_are_translated(model):
    assert isinstance(model._meta.verbose_name, Promise)
    assert isinstance(model._meta.verbose_name_plural, Promise)
    assert isinstance(model._meta.app_config.verbose_name, Promise)


@pytest.mark.parametrize(
    "model", [model for model in SHOWN if model.__module__.startswith("insieme.")], ids=lambda model: model._meta.label
)
def test_columns_are_named_in_words_that_are_translated(model):
    desk = SHOWN[model]
    fields = desk.fields or [field.name for field in model._meta.fields if field.name not in (desk.exclude or ())]
    words = {name: label_for_field(name, model, desk) for name in (*desk.list_display, *fields)}
    assert [name for name, word in words.items() if not isinstance(word, Promise) and word != "ID"] == []


def test_lists_and_rows_are_headed_by_what_they_are_in_italian(desk):
    ada = a_person("Ada Forgettable")
    said = {"accept-language": "it"}
    for page, title in (
        (reverse("admin:people_person_changelist"), "Persone"),
        (reverse("admin:people_person_change", args=[ada.pk]), "Persona"),
    ):
        answer = desk.get(page, headers=said)
        assert answer.context["title"] == title
        assert not re.search(r"\bperson\b", re.sub(r"<[^>]+>", "", answer.content.decode()))


def test_the_desk_says_nothing_to_those_who_write_the_program(desk):
    call, _offers = a_choice(1)
    page = desk.get(reverse("admin:offers_call_change", args=[call.pk])).content.decode()
    assert call.title in page
    assert "rolled up by the worker" not in page


def test_nobody_is_let_in_as_another_by_the_desk(desk):
    ada = a_person("Ada Forgettable")
    address = EmailAddress.objects.create(user=ada, email="altra@example.it", verified=False)
    app = Authenticator.objects.create(user=ada, type="totp", data={"secret": "geheimnis"})
    Authenticator.objects.create(user=ada, type="recovery_codes", data={"seed": "geheimnis"})
    for name, row in (("account_emailaddress", address), ("mfa_authenticator", app)):
        page = reverse(f"admin:{name}_change", args=[row.pk])
        assert "geheimnis" not in desk.get(page).content.decode()
        assert desk.post(page, {"user": ada.pk, "email": address.email, "verified": "on"}).status_code == 403
        assert desk.get(reverse(f"admin:{name}_add")).status_code == 403
    lists = reverse("admin:account_emailaddress_changelist"), reverse("admin:mfa_authenticator_changelist")
    for page, row, action in zip(lists, (address, app), ("make_verified", "delete_selected"), strict=True):
        desk.post(page, {"action": action, "_selected_action": [row.pk], "post": "yes"})
    address.refresh_from_db()
    assert not address.verified
    assert Authenticator.objects.filter(user=ada).count() == 2


@pytest.mark.parametrize("kind", ["totp", "webauthn"])
def test_who_has_lost_their_second_step_is_helped_and_told_of_it(desk, mailoutbox, kind):
    ada = a_person("Ada Forgettable")
    lost = Authenticator.objects.create(user=ada, type=kind, data={"name": "Il telefono di Ada"})
    Authenticator.objects.create(user=ada, type="recovery_codes", data={"seed": "x"})
    desk.post(reverse("admin:mfa_authenticator_delete", args=[lost.pk]), {"post": "yes"})
    assert not Authenticator.objects.filter(user=ada).exists()
    assert [letter.to for letter in mailoutbox] == [[ada.email]]
    assert "/admin/" in mailoutbox[0].body
    assert "127.0.0.1" not in mailoutbox[0].body
    assert [log.object_repr for log in LogEntry.objects.all() if "telefono" in log.object_repr] == []
