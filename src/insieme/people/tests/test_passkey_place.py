# SPDX-License-Identifier: AGPL-3.0-or-later
"""At a number no browser keeps a passkey: the pages say so, show no button that fails, and lead to a name where there is one."""

from __future__ import annotations

import pytest

from insieme.people.tests.makers import PASSWORD, a_person

pytestmark = pytest.mark.django_db
BUTTON = "data-passkey="
PAGES = ["/sign-in/", "/settings/security/", "/settings/security/passkeys/new/"]


def page_at(client, path, host):
    """The page as it is at this host, to Ada unless it is the one for signing in."""
    if path != "/sign-in/":
        ada = a_person("Ada", language="en")
        client.post("/sign-in/", {"login": ada.email, "password": PASSWORD}, headers={"host": host})
        client.post("/password/again/", {"password": PASSWORD}, headers={"host": host})
    return client.get(path, headers={"host": host, "accept-language": "en"}).content.decode()


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(
    ("host", "named"),
    [("127.0.0.1:8123", "http://localhost:8123"), ("[::1]:8123", "http://localhost:8123"), ("127.0.0.1", "http://localhost")],
)
def test_at_a_number_there_is_no_button_but_the_way_to_a_name(client, path, host, named):
    page = page_at(client, path, host)
    assert BUTTON not in page
    assert 'href="/settings/security/passkeys/new/"' not in page
    assert f'<a href="{named}{path}">{named}</a>' in page


@pytest.mark.parametrize("path", PAGES)
def test_at_the_number_of_another_machine_no_address_is_guessed(client, settings, path):
    settings.ALLOWED_HOSTS = ["192.168.1.5"]
    page = page_at(client, path, "192.168.1.5:8123")
    assert BUTTON not in page
    assert "localhost" not in page
    assert "by the name of this site" in page


@pytest.mark.parametrize("path", PAGES)
def test_at_a_name_all_is_as_ever(client, path):
    page = page_at(client, path, "localhost:8123")
    assert BUTTON in page or 'href="/settings/security/passkeys/new/"' in page
    assert "by the name of this site" not in page
    assert "http://localhost:8123" not in page
