# SPDX-License-Identifier: AGPL-3.0-or-later
"""Demo people sign in where only this machine can come: the listening address says so, whatever a request says of itself."""

import re
import signal
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

from insieme.config.tests.processes import answers, free_port, said, start, until
from insieme.foundation import demo
from insieme.people.tests.makers import PASSWORD

IRENE, ANYWHERE = "irene@insieme.example", demo.ANYWHERE


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """A data folder with one demo person in it."""
    data = tmp_path_factory.mktemp("house")
    makes = f"from insieme.people.tests.makers import a_person; a_person(email={IRENE!r})"
    for arguments in (["migrate", "-v0"], ["shell", "--no-imports", "-v0", "-c", makes]):
        with start(data, *arguments) as process:
            assert process.wait() == 0, said(data)
    return data


def gets_in(port):
    """Whether Irene signs in, with the name of this machine as the host's."""
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    at = f"http://127.0.0.1:{port}"
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', browser.open(f"{at}/sign-in/").read().decode())[1]
    typed = {"csrfmiddlewaretoken": token, "login": IRENE, "password": PASSWORD}
    browser.addheaders = [("Origin", at)]
    browser.open(f"{at}/sign-in/", urlencode(typed).encode()).close()
    return browser.open(f"{at}/settings/").url == f"{at}/settings/"


@pytest.mark.parametrize(("verb", "host", "public"), [("web", "127.0.0.1", False), ("web", ANYWHERE, True), ("run", ANYWHERE, True)])
def test_they_get_in_only_where_nobody_else_can_come(house, verb, host, public):
    port = free_port()
    (house / "output").unlink()
    with start(house, verb, "--host", host, "--port", str(port), INSIEME_DEMO="1", INSIEME_URL=f"http://127.0.0.1:{port}") as process:
        try:
            until(lambda: answers(port) == 200, process)
            assert gets_in(port) != public
        finally:
            process.send_signal(signal.SIGTERM)
    assert ("127.0.0.1." in said(house)) == public


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("127.0.0.1", False),
        ("127.3.2.1", False),
        ("::1", False),
        (ANYWHERE, True),
        ("::", True),
        ("192.168.1.5", True),
        ("fe80::1%2", True),
    ],
)
def test_an_address_is_public_when_others_can_reach_it(monkeypatch, address, public):
    monkeypatch.setattr(demo, "_listening", set())
    assert not demo.is_public()
    demo.listens_on(address)
    assert demo.is_public() == public


def test_a_server_that_does_not_tell_where_it_listens_may_be_anywhere(monkeypatch):
    monkeypatch.setattr(demo, "_listening", set())
    demo.listens_somewhere()
    assert demo.is_public()


def test_one_that_has_told_is_believed(monkeypatch):
    monkeypatch.setattr(demo, "_listening", set())
    demo.listens_on("127.0.0.1")
    demo.listens_somewhere()
    assert not demo.is_public()
