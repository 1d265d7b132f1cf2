# SPDX-License-Identifier: AGPL-3.0-or-later
"""When the fault is ours, the answer depends on nothing that may be what broke: it is given once, whatever else fails."""

import pytest
from django.conf import settings
from django.core.signals import got_request_exception
from django.test import Client

NO_MANIFEST = settings.STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}}
BROKEN = {"no template": {"TEMPLATES": []}, "no manifest": {"STORAGES": NO_MANIFEST}, "no database": {}}


@pytest.fixture
def faults():
    """Every fault that Django meets."""
    met = []
    listen = lambda **_about: met.append(1)  # noqa: E731 - a signal keeps no strong hold of what it calls
    got_request_exception.connect(listen)
    yield met
    got_request_exception.disconnect(listen)


@pytest.fixture
def visitor():
    """Somebody who comes back, so that a page asks the database for their session; without its mark, that is a failure."""
    visitor = Client(raise_request_exception=False, headers={"accept-language": "en"})
    visitor.cookies[settings.SESSION_COOKIE_NAME] = "somebody" * 4
    return visitor


@pytest.mark.parametrize("address", ["/", "/no/such/thing/"])
@pytest.mark.parametrize("broken", BROKEN)
def test_it_is_answered_once(visitor, settings, faults, broken, address):
    for name, value in BROKEN[broken].items():
        setattr(settings, name, value)
    answer = visitor.get(address)
    page = answer.content.decode()
    assert answer.status_code == 500
    assert page.startswith('<!doctype html>\n<html lang="en">')
    assert "Something broke on our side" in page
    assert 'href="/"' in page
    assert len(faults) == 1


def test_in_the_shape_that_was_asked_for(visitor, settings):
    settings.TEMPLATES = []
    fragment = visitor.get("/", headers={"HX-Request": "true"})
    assert fragment.status_code == 500
    assert fragment.content.startswith(b'<div class="note plum" role="alert">')
    problem = visitor.get("/", headers={"accept": "application/json"})
    assert (problem.status_code, problem.json()["code"]) == (500, "broken")


def test_its_style_is_found_without_a_manifest(visitor):
    page = visitor.get("/").content.decode()
    assert f'href="{settings.STATIC_URL}look/house.css"' in page
