# SPDX-License-Identifier: AGPL-3.0-or-later
"""Having an organisation verified: by papers that administrators look at, by its domain's DNS, by a letter there. It holds for a year."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.core.files import File
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from insieme.foundation import states
from insieme.foundation.actor import Actor
from insieme.foundation.clock import spelled
from insieme.foundation.errors import Invalid, NotVisible, WrongState
from insieme.people import access
from insieme.people.facts import OrganisationVerified, VerificationDeclined, VerificationLost
from insieme.people.models import Evidence, Organisation, Proof, RoleKind, Verification, Verifying
from insieme.people.rules import next_try, one_line
from insieme.people.rules.verification import (
    EVIDENCE_KEPT,
    HOLDS,
    MOST_FILES,
    PATIENCE,
    PAUSE,
    judge_domain,
    judge_file,
    judge_mailbox,
    may_ask,
)
from insieme.record.actions import say

WORDS, REASON, NAME = 2000, 500, 120
LETTER = Actor.system("letter")


class VerifiedAlready(WrongState):
    """It holds for a year."""

    code = "verified_already"
    sentence = _("Your organisation is verified. You can ask anew in the last thirty days.")


class VerificationWaits(WrongState):
    """One request at a time."""

    code = "verification_waits"
    sentence = _("A request waits already: take it back first, if you want to show something else.")


def ask_verification(
    slug: str,
    *,
    by: Actor,
    how: str,
    now: datetime,
    words: str = "",
    domain: str = "",
    mailbox: str = "",
    files: Sequence[File[Any]] = (),
) -> Verification:
    """Ask to have the organisation verified, with what shows it.

    Refuses: `NotVisible`, `NotAtYourRole` below owner, `VerifiedAlready`, `VerificationWaits`, `Invalid` at the field to mend.
    """
    shown = _judge(how, words, domain, mailbox, files)
    kinds = [judge_file(_beginning(each), each.size) for each in files]
    try:
        with transaction.atomic():
            found = access.organisation(by, slug, to=RoleKind.OWNER, lock=True)
            if not may_ask(found.verified_until, now):
                raise VerifiedAlready
            due = None if how == Proof.EVIDENCE else now
            made = Verification.objects.create(organisation=found, how=how, asked_by=access.me(by), asked_at=now, look_at=due, **shown)
            for file, kind in zip(files, kinds, strict=True):
                Evidence.objects.create(verification=made, file=file, name=one_line(str(file.name))[:NAME], media_type=kind)
    except IntegrityError:
        raise VerificationWaits from None
    return made


@transaction.atomic
def take_back_verification(slug: str, *, by: Actor, now: datetime) -> Organisation:
    """Take back a request that waits. Again changes nothing. Refuses: `NotVisible`, `NotAtYourRole` below owner."""
    found = access.organisation(by, slug, to=RoleKind.OWNER, lock=True)
    for waiting in Verification.objects.filter(organisation=found, state=Verifying.ASKED):
        states.move(waiting, Verifying.TAKEN_BACK, decided_at=now, look_at=None)
    return found


@transaction.atomic
def decide_verification(ref: str, *, by: Actor, accept: bool, reason: str, now: datetime) -> Verification:
    """Accept what an organisation has shown, or decline it with a reason.

    Refuses: `NotVisible` to all but administrators; `Invalid` without a reason where it is declined; `WrongState` once decided.
    Says: `OrganisationVerified` or `VerificationDeclined`.
    """
    access.refuse_others_than_operators(by)
    made = _waiting(ref)
    if not accept and not reason.strip():
        raise Invalid({"reason": _("Say what is missing, so that they can mend it.")})
    return _accept(made, by=by, now=now) if accept else _decline(made, one_line(reason)[:REASON], by=by, now=now)


@transaction.atomic
def confirm_mail(slug: str, token: str, *, by: Actor, now: datetime) -> Verification:
    """Answer the letter to an address of the organisation's domain. Again changes nothing.

    Refuses: `NotVisible` where no letter holds this token. Says: `OrganisationVerified`.
    """
    made = Verification.objects.select_for_update(of=("self",)).filter(organisation__slug=slug, token=token, how=Proof.MAIL).first()
    if made is None or made.state in {Verifying.DECLINED, Verifying.TAKEN_BACK}:
        raise NotVisible
    # Whoever reads the letter may have no account here: then the letter has spoken.
    return made if made.state == Verifying.ACCEPTED else _accept(made, by=by if by.is_person else LETTER, now=now)


@transaction.atomic
def note_dns(ref: str, *, found: bool, by: Actor, now: datetime) -> Verification:
    """Take in what the DNS of a domain showed: accept, look again a little later, or give up after a week.

    Says: `OrganisationVerified` or `VerificationDeclined`.
    """
    made = _waiting(ref)
    if found:
        return _accept(made, by=by, now=now)
    if now - made.asked_at < PATIENCE:
        Verification.objects.filter(pk=made.pk).update(look_at=now + PAUSE)
        return made
    return _decline(made, str(_("its domain did not show the record within a week.")), by=by, now=now)


@transaction.atomic
def note_end(slug: str, *, holds: bool, by: Actor, now: datetime) -> Organisation:
    """Take in that a year has passed: a domain that still shows the record holds for another one, all else has ended.

    Again changes nothing. Says: `OrganisationVerified` or `VerificationLost`.
    """
    found = Organisation.objects.select_for_update(of=("self",)).get(slug=slug)
    if found.verified_until is None or found.verified_until > now:
        return found
    if holds:
        return _verify(found, found.verified_how, found.verified_domain, by=by, now=now)
    return _lose(found, "domain" if found.verified_how == Proof.DNS else "expired", "", by=by, now=now)


@transaction.atomic
def revoke_verification(slug: str, *, by: Actor, because: str, now: datetime) -> Organisation:
    """Take an organisation's verification away, with a reason. Again changes nothing.

    Refuses: `NotVisible` to all but administrators; `Invalid` without a reason. Says: `VerificationLost`.
    """
    access.refuse_others_than_operators(by)
    if not because.strip():
        raise Invalid({"reason": _("Say why: it stands in the record.")})
    found = access.organisation(by, slug, lock=True)
    return found if found.verified_at is None else _lose(found, "revoked", one_line(because)[:REASON], by=by, now=now)


def hand_over_due(*, to: Callable[[str], object], now: datetime) -> int:
    """Give `to` the references of the requests whose letter or look is due, each once a pause; return how many."""
    due = Verification.objects.filter(look_at__lte=now, state=Verifying.ASKED)
    if not due.exists():
        return 0
    with transaction.atomic():
        rows = list(due.select_for_update(skip_locked=True).order_by("pk").values_list("ref", "how"))
        Verification.objects.filter(ref__in=[ref for ref, how in rows if how == Proof.MAIL]).update(look_at=None)
        # Should the task be lost, the DNS is looked at once more.
        Verification.objects.filter(ref__in=[ref for ref, how in rows if how == Proof.DNS]).update(look_at=now + 2 * PAUSE)
        for ref, _how in rows:
            to(ref)
    return len(rows)


def write_verification_later(ref: str, *, now: datetime) -> None:
    """Have the letter about this request, which could not be sent, written another time, within a week of asking."""
    waiting = Verification.objects.filter(ref=ref, state=Verifying.ASKED, how=Proof.MAIL)
    found = waiting.first()
    if found is not None and (due := next_try(found.asked_at, now)) < found.asked_at + PATIENCE:
        waiting.update(look_at=due)


def forget_evidence(*, now: datetime) -> int:
    """Delete the files of requests that were decided or taken back a month ago, or whose sender has left since; return how many."""
    over = Q(verification__decided_at__lte=now - EVIDENCE_KEPT) | Q(verification__asked_by=None)
    gone = Evidence.objects.exclude(verification__state=Verifying.ASKED).filter(over)
    for each in gone:
        each.file.delete(save=False)
        each.delete()
    return len(gone)


def _judge(how: str, words: str, domain: str, mailbox: str, files: Sequence[File[Any]]) -> dict[str, str]:
    if how not in Proof.values:
        raise Invalid({"how": _("Choose how you show it.")})
    if how == Proof.EVIDENCE:
        if not words.strip():
            raise Invalid({"words": _("Say what shows who you are: a register and your number there, links, what is in the files.")})
        if len(files) > MOST_FILES:
            raise Invalid({"files": _("At most three files.")})
        return {"words": words.strip()[:WORDS]}
    sound = judge_domain(domain)
    return {"domain": sound} | ({"mailbox": judge_mailbox(mailbox, sound)} if how == Proof.MAIL else {})


def _beginning(file: File[Any]) -> bytes:
    file.seek(0)
    head = file.read(16)
    file.seek(0)
    return bytes(head)


def _waiting(ref: str) -> Verification:
    found = Verification.objects.select_for_update(of=("self",)).select_related("organisation").filter(ref=ref).first()
    if found is None:
        raise NotVisible
    if found.state != Verifying.ASKED:
        raise WrongState
    return found


def _accept(made: Verification, *, by: Actor, now: datetime) -> Verification:
    states.move(made, Verifying.ACCEPTED, decided_at=now, decided_by_id=by.person_id, look_at=None, mailbox="")
    _verify(made.organisation, made.how, made.domain, by=by, now=now)
    return made


def _decline(made: Verification, reason: str, *, by: Actor, now: datetime) -> Verification:
    terms: dict[str, Any] = {"decided_at": now, "decided_by_id": by.person_id, "reason": reason, "look_at": None, "mailbox": ""}
    states.move(made, Verifying.DECLINED, **terms)
    found = made.organisation
    say(VerificationDeclined(found.slug, found.name, reason), about=f"organisation:{found.slug}", by=by, at=now)
    return made


def _verify(found: Organisation, how: str, domain: str, *, by: Actor, now: datetime) -> Organisation:
    found.verified_at, found.verified_until = now, now + HOLDS
    found.verified_how, found.verified_domain = how, domain
    found.save(update_fields=["verified_at", "verified_until", "verified_how", "verified_domain"])
    fact = OrganisationVerified(found.slug, found.name, how, domain, spelled(found.verified_until))
    say(fact, about=f"organisation:{found.slug}", by=by, at=now)
    return found


def _lose(found: Organisation, why: str, words: str, *, by: Actor, now: datetime) -> Organisation:
    found.verified_at = found.verified_until = None
    found.verified_how = found.verified_domain = ""
    found.save(update_fields=["verified_at", "verified_until", "verified_how", "verified_domain"])
    say(VerificationLost(found.slug, found.name, why, words), about=f"organisation:{found.slug}", by=by, at=now)
    return found
