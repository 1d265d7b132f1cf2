# SPDX-License-Identifier: AGPL-3.0-or-later
"""Somebody with a passkey: adds it, comes in with it, takes everything along, asks to leave and thinks again. A virtual key."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace

import pytest

from tests.browser import grave_violations
from tests.e2e.somebody import PASSWORD, Somebody

pytestmark = pytest.mark.e2e


@pytest.fixture
def ada(browser, world, request):
    """Ada, who has just signed up, at a browser with a key in it. Passkeys belong to a name: 127.0.0.1 is none."""
    here = replace(world.server, address=world.server.address.replace("127.0.0.1", "localhost"))
    ada = Somebody(browser, here, "Passkey Ada")
    ada.email = f"{request.node.name.replace('_', '-')[:40]}@example.it"
    driver = ada.context.new_cdp_session(ada.page)
    driver.send("WebAuthn.enable")
    key = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}
    driver.send("WebAuthn.addVirtualAuthenticator", {"options": key | {"automaticPresenceSimulation": True}})
    ada.sign_up()
    yield ada
    assert not ada.complaints, ada.complaints
    ada.context.close()


def show_who(ada):
    """The password once more, where it is asked for."""
    if "/password/again/" in ada.page.url:
        ada.write(password=PASSWORD)
        ada.press("Go on")


def add_passkey(ada, name):
    ada.page.goto("/settings/security/")
    ada.press("Add a passkey")
    show_who(ada)
    ada.write(name=name)
    assert not grave_violations(ada.page)
    ada.press("Add the passkey")
    ada.page.wait_for_url("**/settings/security/codes/")


def sign_out(ada):
    ada.page.goto("/sign-out/")
    ada.press("Sign out")
    ada.page.goto("/sign-in/")


def test_with_a_passkey_one_comes_in_without_a_password(ada):
    add_passkey(ada, "My telephone")
    assert ada.page.locator(".codes li").count() == 10
    sign_out(ada)
    ada.press("Sign in with a passkey")
    ada.page.get_by_role("banner").get_by_text("Passkey Ada").wait_for()
    ada.page.goto("/settings/security/")
    ada.press("Rename My telephone")
    show_again(ada)
    ada.write(name="The one on my key ring")
    ada.press("Save")
    ada.page.get_by_text("The one on my key ring").wait_for()
    ada.press("Remove The one on my key ring")
    ada.press("Remove the passkey")
    ada.page.get_by_text("The passkey is removed.").wait_for()
    sign_out(ada)
    ada.press("Sign in with a passkey")
    ada.page.wait_for_url("**/sign-in/")
    ada.page.get_by_text("Not here yet?").wait_for()


def show_again(ada):
    """Who came in with a passkey may show it once more."""
    if "/password/again/" in ada.page.url:
        if "/again/passkey/" not in ada.page.url:  # the address also says where one goes on to
            ada.press("With a passkey")
        ada.press("Use a passkey")


def test_everything_is_taken_along_and_leaving_can_be_thought_over(ada, tmp_path):
    ada.page.goto("/settings/data/")
    ada.press("Take my data along")
    ada.press("Gather my data")
    show_who(ada)
    ada.page.get_by_text("Your data is ready").wait_for()
    with zipfile.ZipFile(ada.download("Download", tmp_path)) as archive:
        assert json.loads(archive.read("people/person.json"))["email"] == ada.email
    ada.page.goto("/settings/data/close/")
    ada.page.locator("main [name=sure]").check()
    ada.press("Close my account in a week")
    show_who(ada)
    ada.page.get_by_text("Your account is to be closed").wait_for()
    assert not grave_violations(ada.page)
    ada.press("Keep my account open")
    ada.page.get_by_text("Your account stays open").wait_for()
