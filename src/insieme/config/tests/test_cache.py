# SPDX-License-Identifier: AGPL-3.0-or-later
"""A limit holds for the whole installation, not for each process; and only who is limited pays for it."""

import threading

import pytest
from django.apps import apps
from django.core.cache import caches
from django.core.cache.backends.base import BaseCache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from insieme.config.cache import Files
from insieme.config.tests.processes import said, start
from insieme.foundation import clock, periodic
from insieme.people.tests.makers import PASSWORD, a_person

TRIES = """
from allauth.core import ratelimit
from django.test import RequestFactory
request = RequestFactory().post("/sign-up/")
print(*(ratelimit.consume(request, action="signup") for _ in range(11)))
"""


class NeverAsked(BaseCache):
    """A cache of which nobody may want anything: all that Django's own base can do is refuse."""

    def __init__(self, _where, options):
        super().__init__(options)


def files(folder, **options):
    return Files(str(folder), {"OPTIONS": options})


def test_what_one_process_has_used_up_is_used_up_in_the_next(tmp_path):
    for _one in range(2):
        with start(tmp_path, "shell", "--no-imports", "-v0", "-c", TRIES, INSIEME_URL="http://testserver") as process:
            assert process.wait() == 0, said(tmp_path)
    assert said(tmp_path).split() == ["True"] * 20 + ["False"] * 2


def test_of_all_who_add_the_same_at_once_one_succeeds(tmp_path):
    together, won = threading.Barrier(6), []

    def add():
        mine = files(tmp_path)
        for number in range(60):
            together.wait()
            won.extend([number] if mine.add(f"lock-{number}", value=True, timeout=60) else [])

    adding = [threading.Thread(target=add) for _ in range(6)]
    for thread in adding:
        thread.start()
    for thread in adding:
        thread.join()
    assert sorted(won) == list(range(60))


def test_a_flood_washes_nothing_away(tmp_path):
    cache = files(tmp_path, MAX_ENTRIES=10)
    for number in range(40):
        cache.set(f"try-{number}", number, timeout=60)
    assert cache.get_many([f"try-{number}" for number in range(40)]) == {f"try-{number}": number for number in range(40)}


@pytest.mark.django_db
def test_the_programs_own_clock_takes_away_what_has_expired(monkeypatch):
    for kept in ("_duties", "_every", "_next", "_failing"):
        monkeypatch.setattr(periodic, kept, {})
    apps.get_app_config("config").ready()
    kept = caches["default"]
    assert isinstance(kept, Files)
    kept.set_many({f"old-{number}": number for number in range(5)}, timeout=-1)
    kept.set("live", "still", timeout=60)
    assert periodic.run(clock.now()) == periodic.Turn(5, ())
    assert len(list(kept.folder.glob("*.djcache"))) == 1
    assert kept.get("live") == "still"


@pytest.fixture
def never_asked(settings):
    settings.CACHES = settings.CACHES | {"default": {"BACKEND": f"{__name__}.NeverAsked"}}


@pytest.mark.django_db
@pytest.mark.usefixtures("never_asked")
@pytest.mark.parametrize("address", ["/", "/calls/", "/record/", "/sign-in/", "/sign-up/", "/source/", "/no/such/thing/"])
def test_a_page_that_limits_nothing_does_not_ask(client, address):
    assert client.get(address).status_code < 500


@pytest.mark.django_db
@pytest.mark.usefixtures("never_asked")
def test_a_form_that_is_limited_does_ask(client):
    with pytest.raises(NotImplementedError):
        client.post("/sign-in/", {"login": "ada@example.it", "password": PASSWORD})


@pytest.mark.django_db
def test_and_pays_with_no_query(client, settings):
    a_person(email="ada@example.it")
    queries = []
    for limits in (False, {}, False, {}):
        settings.ACCOUNT_RATE_LIMITS = limits
        client.logout()
        with CaptureQueriesContext(connection) as asked:
            assert client.post("/sign-in/", {"login": "ada@example.it", "password": PASSWORD}).status_code == 302
        queries.append(len(asked))
    without, limited = queries[2:]
    assert limited == without
