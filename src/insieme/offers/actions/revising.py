# SPDX-License-Identifier: AGPL-3.0-or-later
"""Revising a signed offer: a draft of other words, signed anew. Whoever had ranked the earlier ones is asked again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from insieme.foundation.actor import Actor
from insieme.foundation.errors import Invalid, NotVisible
from insieme.offers import access, facts
from insieme.offers.actions.interests import refuse_own
from insieme.offers.actions.offering import OfferChanged, OfferText, columns_of, judge_text, text_of, write_tiers
from insieme.offers.models import Aspect, Call, Offer, OfferState, Phase, Revision
from insieme.offers.queries.revisions import same_words, words_in_force
from insieme.offers.rules.phases import Verb
from insieme.offers.rules.revisions import Change, changes, digest_of, judge_revision, words_of
from insieme.people.queries import organisations_by_id
from insieme.record.actions import say


@transaction.atomic
def draft_revision(
    slug: str, ref: str, *, by: Actor, text: OfferText, now: datetime, because: str = "", answers: Sequence[str] = ()
) -> Revision:
    """Write the next revision of a signed offer, or write its draft anew. Nobody but the company sees it until it is signed.

    `answers` are the aspects that people asked to be improved and that it answers. Refuses: what `access.offer` refuses;
    `NotStanding`; `NothingChanged`; `Invalid` numbers, or an answer without a sentence.
    """
    offer = _standing(slug, ref, by, now)
    judge_text(text, offer.call)
    words = words_of(columns_of(text), [asdict(tier) for tier in text.tiers])
    judge_revision(words_in_force(offer), words, chosen=offer.call.phase == Phase.CHOOSING)
    answered = [aspect.value for aspect in Aspect if aspect.value in answers]
    if answered and not because.strip():
        raise Invalid({"because": _("Say in a sentence how you answer what people asked for.")})
    said = {"words": words, "digest": digest_of(words), "because": because.strip(), "answers": answered, "drafted_at": now}
    made, _new = Revision.objects.update_or_create(offer=offer, number=offer.revision + 1, signed_at=None, defaults=said)
    return made


@transaction.atomic
def drop_revision(slug: str, ref: str, *, by: Actor, now: datetime) -> None:
    """Throw away the draft of a revision. Twice is once. Refuses: what `access.offer` refuses."""
    offer = access.offer(by, slug, ref, to=Verb.REVISE, now=now, lock=True)
    Revision.objects.filter(offer=offer, signed_at=None).delete()


@transaction.atomic
def sign_revision(slug: str, ref: str, *, by: Actor, name: str, title: str, seen: str, now: datetime) -> Revision:
    """Bind the company to the words of its drafted revision. The call is held alone, so that every pledge is before or after it.

    `seen` is the digest of what the signer has read; twice is once. Refuses: what `access.offer` refuses; `OwnCall`; `OfferChanged`;
    `NothingChanged`; `NotVisible` without a draft; `Invalid` without a name, or numbers that no longer hold. Says: `OfferRevised`.
    """
    offer = _standing(slug, ref, by, now)
    refuse_own(offer.call, offer.organisation_id, by=by)
    draft = Revision.objects.filter(offer=offer, signed_at=None).first()
    if draft is None:
        return _signed_already(offer, seen)
    if seen != draft.digest:
        raise OfferChanged
    if not name.strip():
        raise Invalid({"name": _("Sign with your name and surname.")})
    before, text = words_in_force(offer), text_of(draft.words)
    judge_text(text, offer.call)
    judge_revision(before, draft.words, chosen=offer.call.phase == Phase.CHOOSING)
    draft.signed_name, draft.signed_title, draft.signed_at, draft.signed_by_id = name.strip(), title.strip(), now, by.person_id
    _put_in_force(offer, draft, text)
    fact = _revised(offer, draft, changes(before, draft.words))
    draft.fact = say(fact, about=offer.call.topic, by=by, at=now, acting_for=f"organisation:{fact.organisation}")
    draft.save()
    return draft


def _signed_already(offer: Offer, seen: str) -> Revision:
    """The revision that the first of two clicks signed."""
    last = Revision.objects.signed().filter(offer=offer, number=offer.revision, digest=seen).first()
    if last is None:
        raise NotVisible
    return last


def _standing(slug: str, ref: str, by: Actor, now: datetime) -> Offer:
    offer = access.offer(by, slug, ref, to=Verb.REVISE, now=now, lock=True)
    if offer.state != OfferState.SIGNED:
        raise access.NotStanding
    return offer


def _put_in_force(offer: Offer, revision: Revision, text: OfferText) -> None:
    """The offer's own row carries the words in force; what processes remember of the call hangs on how often its offers were revised."""
    signature = {name: getattr(revision, name) for name in ("signed_by_id", "signed_name", "signed_title", "signed_at")}
    Offer.objects.filter(pk=offer.pk).update(**columns_of(text), **signature, revision=revision.number, alike=same_words(offer, revision))
    write_tiers(offer, text.tiers)
    Call.objects.filter(pk=offer.call_id).update(revisions=F("revisions") + 1)


def _revised(offer: Offer, revision: Revision, changed: Sequence[Change]) -> facts.OfferRevised:
    company = organisations_by_id([offer.organisation_id])[offer.organisation_id]
    return facts.OfferRevised(
        call=offer.call.slug,
        title=offer.call.title,
        offer=offer.ref,
        organisation=company.slug,
        name=company.name,
        number=revision.number,
        changes=[asdict(each) for each in changed],
        words_sha256=revision.digest,
        because=revision.because,
        answers=revision.answers,
        signed_name=revision.signed_name,
        signed_title=revision.signed_title,
    )
