# SPDX-License-Identifier: AGPL-3.0-or-later
"""What only pages show of people, beside the small world of the API: accounts, papers, letters, programs, what was said with pictures."""

from __future__ import annotations

from hashlib import sha256
from io import StringIO
from typing import Any
from urllib.parse import urlencode

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from fido2.cose import CoseKey
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

from insieme.hooks.actions import make_hook
from insieme.notices.actions.devices import add_device
from insieme.notices.models import Letter, Notice
from insieme.notices.tasks.letters import STOPPING
from insieme.people.access import organisations_of
from insieme.people.actions.guidelines import draft_guideline, publish_guideline
from insieme.people.actions.tokens import make_token
from insieme.people.actions.verification import ask_verification, decide_verification
from insieme.people.models import Export, Session
from insieme.people.queries.verification import verification_of
from insieme.people.tasks import make_export
from insieme.people.tests.makers import a_person, an_organisation, as_actor, signed_in
from insieme.record.models import Entry
from insieme.record.queries import newest_checkpoint
from insieme.voices import actions as voices
from insieme.voices.rules.pictures import drawn
from insieme.voices.tests.makers import a_moderator, a_picture, hidden, some_words
from tests.api.world import NOW, World

BACK = "https://programma.example/ritorno"
ASKED = {"redirect_uri": BACK, "response_type": "code", "scope": "openid read", "state": "s1"}
ASKED |= {"code_challenge": "v" * 43, "code_challenge_method": "S256"}
#: A point of the curve, as a browser gives its key: the curve's own first one.
POINT = "BGsX0fLhLEJH-Lzm5WOkQPJ3A32BLeszoPShOUXYmMKWT-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU"
BROWSER = {"endpoint": "https://push.example/1", "p256dh": POINT, "auth": "MTIzNDU2Nzg5MDEyMzQ1Ng"}


def things_of_people(world: World) -> dict[str, str]:
    """Of each kind one: of the accounts `member` has all, papers are the firm's of `staff`, the rest is the promoter's."""
    people = world.people
    newest = newest_checkpoint()
    assert newest is not None
    found = {"entry": Entry.objects.order_by("pk")[0].ref, "size": str(newest.size)}
    TOTP.activate(people["staff"], "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(people["staff"])
    return (
        found | _account(people["member"]) | _letters(people) | _verifying(people) | _written(people, world.things["house"]) | _said(world)
    )


def _account(member: Any) -> dict[str, str]:
    """What belongs to the account of `member`."""
    by = as_actor(member)
    token, _secret = make_token(by=by, name="prova", scopes=["read"], days=30, now=NOW)
    export = Export.objects.get(person=member)
    make_export.func(export.ref)
    passkey = Authenticator.objects.create(
        user=member, type=Authenticator.Type.WEBAUTHN, data={"name": "Telefono", "credential": _credential()}
    )
    signed_in(Client(), member)
    session = Session.objects.get(person=member)
    said = StringIO()
    call_command("oauth_client", "Il programma", redirect=[BACK], public=True, stdout=said)
    device = add_device(by=by, now=NOW, **BROWSER)
    client = said.getvalue().split()[-1]
    return {
        "asked_by_the_program": urlencode(ASKED | {"client_id": client}),
        "token": token.ref,
        "export": export.ref,
        "passkey": str(passkey.pk),
        "session": session.ref,
        "client": client,
        "device": device.ref,
    }


def _credential() -> dict[str, Any]:
    """What a device gives when a passkey is added."""
    key = {1: 2, 3: -7, -1: 1, -2: b"x" * 32, -3: b"y" * 32}
    made = AttestedCredentialData.create(Aaguid.NONE, b"passkey", CoseKey.parse(key))
    data = AuthenticatorData.create(sha256(b"testserver").digest(), AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.AT, 0, made)
    spelled = {"clientDataJSON": CollectedClientData.create("webauthn.create", b"x", "http://testserver").b64}
    spelled["attestationObject"] = websafe_encode(AttestationObject.create("none", data, {}))
    return {"id": websafe_encode(b"passkey"), "rawId": websafe_encode(b"passkey"), "type": "public-key", "response": spelled}


def _letters(people: dict[str, Any]) -> dict[str, str]:
    """What stands in letters: links that confirm an address, give a new password, stop letters."""
    newcomer = a_person()
    address = EmailAddress.objects.create(user=newcomer, email="nuova@example.it")
    letter = Letter.objects.create(person=people["member"], state="sent", claim="prova")
    Notice.objects.filter(person=people["member"]).update(letter=letter)
    return {
        "email": newcomer.email,
        "confirm": EmailConfirmationHMAC(address).key,
        "uid": user_pk_to_url_str(newcomer),
        "reset": default_token_generator.make_token(newcomer),
        "stop": STOPPING.sign(letter.ref),
    }


def _verifying(people: dict[str, Any]) -> dict[str, str]:
    """Papers of the firm; of the promoter's organisations one with a letter to its domain, one verified, one that shows nothing yet."""
    by = as_actor(people["staff"])
    [firm] = organisations_of(by)
    paper = SimpleUploadedFile("visura.pdf", b"%PDF-1.7 a certificate")
    ask_verification(firm.slug, by=by, how="evidence", words="REA BO-1234", files=[paper], now=NOW)
    papers = verification_of(firm.pk)
    written = an_organisation("La scrivente", owner=people["promoter"])
    ask_verification(written.slug, by=as_actor(people["promoter"]), how="mail", domain="lauri.it", mailbox="info", now=NOW)
    letter = verification_of(written.pk)
    trusted = an_organisation("La fidata", owner=people["promoter"])
    shown = ask_verification(trusted.slug, by=as_actor(people["promoter"]), how="evidence", words="REA BO-2", now=NOW)
    decide_verification(shown.ref, by=as_actor(people["administrator"]), accept=True, reason="", now=NOW)
    assert papers is not None
    assert letter is not None
    return {
        "trusted": trusted.slug,
        "papers": papers.ref,
        "paper": papers.files.all()[0].ref,
        "written": written.slug,
        "letter": letter.token,
        "unshown": an_organisation("La silenziosa", owner=people["promoter"]).slug,
    }


def _written(people: dict[str, Any], mine: str) -> dict[str, str]:
    """A guideline that waits to be published, one of the whole house, a hook of the promoter's organisation."""
    promoter, administrator = as_actor(people["promoter"]), as_actor(people["administrator"])
    waits = draft_guideline(by=promoter, organisation=mine, title="Regole in prova", text="Con calma.", now=NOW)
    ours = draft_guideline(by=administrator, organisation=None, title="Come si parla qui dentro", text="Con rispetto.", now=NOW)
    publish_guideline(ours.ref, by=administrator, now=NOW)
    hook = make_hook(by=promoter, address="https://example.it/rete", for_organisation=mine, now=NOW)
    return {"unpublished": waits.ref, "ours": ours.ref, "their_hook": hook.ref}


def _said(world: World) -> dict[str, str]:
    """What `member` has said with a picture: one voice that is shown, one hidden; what waits says what no other does."""
    moderator, by = a_moderator(), as_actor(world.people["member"])

    def said(text: str) -> Any:
        words = some_words(text=text, pictures=[drawn(a_picture(), alt="Il chicco")])
        made = voices.speak(world.things["thread"], by=by, words=words, now=NOW)
        if made.state != "shown":
            voices.moderate(made.ref, by=as_actor(moderator), kind="show", now=NOW)
        made.refresh_from_db()
        return made

    voices.edit(world.things["queued"], by=as_actor(world.people["stranger"]), text="Parole in attesa", now=NOW)
    shown, gone = said("Ecco il chicco"), said("Parole nascoste")
    return {"pictured": shown.ref, "unseen": hidden(gone, moderator).ref}
