# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses that strangers give us: where they may lead, and what comes back."""

import socket
import threading

import pytest
from django.utils import translation

from insieme.foundation import outward
from insieme.foundation.tests.listening import a_program


@pytest.mark.parametrize(
    "address",
    [
        "", "example.it", "ftp://example.it/", "http://example.it/", "https://", "https://example.it:99999/", "https://example.it:0/",
        "https://a b.it/", "https://me:secret@example.it/", "https://127.0.0.1/", "https://10.1.2.3/", "https://[::1]/", "https://[fe80::1]/",
        "https://169.254.169.254/latest", "https://[::ffff:127.0.0.1]/", "https://224.0.0.1/", "https://example.it/" + "a" * 500, "https://[x/",
    ],
)  # fmt: skip
def test_an_address_that_is_never_called_is_refused_with_a_sentence(address):
    assert outward.fault_of(address).endswith((".", "insieme."))
    assert outward.post(address, body=b"", headers={}).status == 0


@pytest.mark.parametrize("address", ["https://example.it/insieme", "https://8.8.8.8:8443/x?y=z", "https://[2606:4700:4700::1111]/"])
def test_an_address_outside_may_be_called(address):
    assert outward.fault_of(address) == ""


@pytest.fixture
def leads(monkeypatch):
    """Let harmless.example lead to these addresses."""
    really = socket.getaddrinfo

    def leads(*addresses):
        def found(host, port, *args, **more):
            asked = addresses if host == "harmless.example" else [host]
            return [each for address in asked for each in really(address, port, *args, **more)]

        monkeypatch.setattr(socket, "getaddrinfo", found)

    return leads


def port_of(heard):
    return int(heard.address.rsplit(":", 1)[1].split("/")[0])


@pytest.mark.parametrize("addresses", [["127.0.0.1"], ["8.8.8.8", "127.0.0.1"]])
def test_a_name_that_leads_inside_is_not_called_and_nobody_learns_what_answers_there(leads, addresses):
    leads(*addresses)
    with translation.override("en"):
        with socket.create_server(("127.0.0.1", 0)) as there:
            there.settimeout(0.2)
            port = there.getsockname()[1]
            reply = outward.post(f"https://harmless.example:{port}/", body=b"x", headers={})
            with pytest.raises(TimeoutError):
                there.accept()
        closed = outward.post(f"https://harmless.example:{port}/", body=b"x", headers={})
    assert (reply.status, reply.text) == (0, "The name leads to an address that cannot be reached from outside.")
    assert (closed.status, closed.text) == (0, reply.text)


def test_a_few_of_the_addresses_of_a_name_are_tried(settings, leads, monkeypatch):
    settings.CALLS_INSIDE = True
    leads("::1", "127.0.0.1")
    with a_program() as heard:
        monkeypatch.setattr(outward, "MOST_ADDRESSES", 1)
        assert outward.post(f"http://harmless.example:{port_of(heard)}/", body=b"x", headers={}).status == 0
        assert heard.calls == []
        monkeypatch.setattr(outward, "MOST_ADDRESSES", 2)
        heard.answers = [200]
        assert outward.post(f"http://harmless.example:{port_of(heard)}/", body=b"x", headers={}).welcome
        assert heard.calls[0][0]["host"] == f"harmless.example:{port_of(heard)}"


def test_the_certificate_is_asked_for_the_name_and_not_for_the_address(settings, leads):
    settings.CALLS_INSIDE = True
    leads("127.0.0.1")
    hello = []
    with socket.create_server(("127.0.0.1", 0)) as there:

        def listen():
            with there.accept()[0] as talking:
                hello.append(talking.recv(4000))

        thread = threading.Thread(target=listen)
        thread.start()
        outward.post(f"https://harmless.example:{there.getsockname()[1]}/", body=b"x", headers={})
        thread.join()
    assert b"harmless.example" in hello[0]


def test_a_redirect_is_not_followed(settings):
    settings.CALLS_INSIDE = True
    with a_program() as heard, a_program() as elsewhere:
        heard.answers, heard.elsewhere = [307], elsewhere.address
        reply = outward.post(heard.address, body=b"{}", headers={"x-mine": "1"})
        assert reply.status == 307
        assert not reply.welcome
        assert [headers["x-mine"] for headers, _body in heard.calls] == ["1"]
        assert elsewhere.calls == []


def test_a_long_reply_is_read_in_part(settings):
    settings.CALLS_INSIDE = True
    with a_program() as heard:
        heard.answers = [200]
        reply = outward.post(heard.address, body=b"{}", headers={})
        assert reply.welcome
        assert len(reply.text) == outward.LONGEST_ANSWER


def test_who_answers_drop_by_drop_is_cut_off(settings, monkeypatch):
    settings.CALLS_INSIDE = True
    monkeypatch.setattr(outward, "WHOLE", 0.5)
    listening = socket.create_server(("127.0.0.1", 0))
    ended = threading.Event()

    def drip():
        with listening.accept()[0] as talking:
            try:
                while not ended.is_set():
                    talking.sendall(b"H")
                    ended.wait(0.05)
            except OSError:
                ended.set()

    thread = threading.Thread(target=drip)
    thread.start()
    try:
        reply = outward.post(f"http://127.0.0.1:{listening.getsockname()[1]}/", body=b"", headers={})
        assert reply.status == 0
        assert ended.wait(10)
    finally:
        ended.set()
        thread.join()
        listening.close()


def test_nobody_there_is_said():
    with socket.create_server(("127.0.0.1", 0)) as there:
        port = there.getsockname()[1]
    reply = outward.post(f"https://127.0.0.1:{port}/", body=b"", headers={})
    assert reply.status == 0
    assert reply.text
