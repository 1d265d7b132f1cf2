# SPDX-License-Identifier: AGPL-3.0-or-later
"""Guidelines: drafted, published version by version, accepted by those who speak."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from insieme.foundation import locks
from insieme.foundation.actor import Actor
from insieme.foundation.errors import Invalid, WrongState
from insieme.people import access
from insieme.people.facts import GuidelinePublished
from insieme.people.models import Acceptance, Guideline, GuidelineVersion, RoleKind
from insieme.people.rules.guidelines import CHANGED_LENGTH, judge_guideline
from insieme.record.actions import say

#: What facts about guidelines of the house itself are about.
HOUSE = "guidelines"


class NothingNew(WrongState):
    """The draft says what is published already."""

    code = "nothing_new"
    sentence = _("The draft says the same as the version that holds. Change it first, then publish it.")


class NewerVersion(WrongState):
    """Somebody accepts what no longer holds."""

    code = "newer_version"
    sentence = _("There is a newer version than the one you have read. Read this one, then accept it.")


def draft_guideline(*, by: Actor, organisation: str | None, title: str, text: str, now: datetime) -> Guideline:
    """Write down a guideline of an organisation (its address), or of the house (None); nobody else sees it before it is published.

    The same click twice is one draft.
    Refuses: `NotVisible`, `NotAtYourRole` below manager, `Denied` to whoever does not run the house; `Invalid`.
    """
    title, text = judge_guideline(title, text)
    with transaction.atomic():
        owner = None
        if organisation is None:
            access.operator(by)
        else:
            owner = access.organisation(by, organisation, to=RoleKind.MANAGER)
        locks.exclusive(f"guidelines:{organisation or HOUSE}")
        drafts = Guideline.objects.filter(version=0)
        return drafts.get_or_create(organisation=owner, title=title, draft=text, defaults={"created_at": now})[0]


def edit_guideline(ref: str, *, by: Actor, title: str, text: str) -> Guideline:
    """Change the title and the draft of the next version. What is published stays.

    Refuses: `NotVisible`, `NotAtYourRole`, `Denied`, `Invalid`.
    """
    title, text = judge_guideline(title, text)
    with transaction.atomic():
        found = access.guideline(by, ref, to_edit=True, lock=True)
        found.title, found.draft = title, text
        found.save(update_fields=["title", "draft"])
    return found


def publish_guideline(ref: str, *, by: Actor, changed: str = "", now: datetime) -> GuidelineVersion:
    """Make the draft the version that holds; from the second on `changed` says what is new. Whoever accepted an earlier one is asked anew.

    Refuses: `NotVisible`, `NotAtYourRole`, `Denied`, `NothingNew`, `Invalid` where nothing says what is new.
    Says: `GuidelinePublished`.
    """
    with transaction.atomic():
        found = access.guideline(by, ref, to_edit=True, lock=True)
        last = GuidelineVersion.objects.filter(guideline=found, number=found.version).first()
        if last and last.text == found.draft:
            raise NothingNew
        changed = " ".join(changed.split())
        if (last and not changed) or len(changed) > CHANGED_LENGTH:
            raise Invalid({"changed": _("Say in a sentence or two what is new, for those who have accepted the version before.")})
        found.version += 1
        found.save(update_fields=["version"])
        terms = {"text": found.draft, "changed": changed, "published_at": now}
        made = GuidelineVersion.objects.create(guideline=found, number=found.version, **terms)
        owner = found.organisation
        digest = hashlib.sha256(made.text.encode()).hexdigest()
        fact = GuidelinePublished(owner.slug if owner else "", owner.name if owner else "", found.title, made.number, digest)
        topic = f"organisation:{owner.slug}" if owner else ""
        say(fact, about=topic or HOUSE, by=by, at=now, acting_for=topic)
    return made


def accept_guideline(ref: str, *, by: Actor, number: int, now: datetime) -> Acceptance:
    """Note that the acting person has read version `number`, and will keep to it. Again changes nothing.

    Refuses: `SignInFirst`, `NotVisible`, `NewerVersion`.
    """
    with transaction.atomic():
        person, found = access.me(by), access.guideline(by, ref, lock=True)
        if number != found.version or not found.version:
            raise NewerVersion
        version = GuidelineVersion.objects.get(guideline=found, number=number)
        accepted, made = Acceptance.objects.get_or_create(person=person, version=version, defaults={"at": now})
        if made:
            GuidelineVersion.objects.filter(pk=version.pk).update(accepted=F("accepted") + 1)
    return accepted
