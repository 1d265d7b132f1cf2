# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whom it concerns what happens in the rooms beneath and beside this one. Their facts are known here by name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import ngettext_lazy

from insieme.foundation.actor import Actor
from insieme.notices.kinds import Audience, Happening, Plan
from insieme.notices.kinds.below import DECLINED, GUIDELINE, LOST, STOPPED, VERIFIED
from insieme.people.queries import organisation, staff
from insieme.people.queries.guidelines import accepted_before, everybody
from insieme.people.queries.persons import persons_by_ref

OWN = ngettext_lazy("%(count)s owner of the organisation", "%(count)s owners of the organisation", "count")
MANAGE = ngettext_lazy("%(count)s person who manages the hook", "%(count)s people who manage the hook", "count")
WORK = ngettext_lazy("%(count)s person who works for the organisation", "%(count)s people who work for the organisation", "count")
HERE = ngettext_lazy("%(count)s person who has an account here", "%(count)s people who have an account here", "count")
ACCEPTED = ngettext_lazy(
    "%(count)s person who has accepted an earlier version", "%(count)s people who have accepted an earlier version", "count"
)
VERIFICATION = {
    "people.organisation_verified": (VERIFIED, ("name",)),
    "people.verification_declined": (DECLINED, ("name", "reason")),
    "people.verification_lost": (LOST, ("name", "words")),
}


def of_verification(happening: Happening) -> Iterator[Audience]:
    """The owners, who can mend it."""
    kind, words = VERIFICATION[happening.code]
    slug = str(happening.public["organisation"])
    yield Audience(kind, _at(slug, "owner"), OWN, reverse("people:verification", args=[slug]), words=words)


def of_guideline(happening: Happening) -> Iterator[Audience]:
    """Who works for the organisation, or of the house's first version everybody; who has accepted an earlier one; not who publishes it."""
    slug, title = str(happening.public["organisation"]), str(happening.public["title"])
    path = reverse("people:guidelines_of", args=[slug]) if slug else reverse("people:guidelines")
    words, publisher = ("name", "title", "number"), _ref((happening.private or {}).get("actor", ""))
    if slug:
        yield Audience(GUIDELINE, _at(slug, but=publisher), WORK, path, words=words)
    elif happening.public["number"] == 1:
        yield Audience(GUIDELINE, everybody().exclude(ref=publisher), HERE, path, words=words)
    yield Audience(GUIDELINE, accepted_before(slug, title).exclude(person__ref=publisher), ACCEPTED, path, words=words)


def publishing(guideline: Any, *, by: Actor) -> Plan:
    """The draft of a guideline of the people room is about to be published."""
    owner = guideline.organisation
    told = {"organisation": owner.slug if owner else "", "title": guideline.title, "number": guideline.version + 1}
    about = f"organisation:{owner.slug}" if owner else "guidelines"
    return Plan("people.guideline_published", about, told, {"actor": by.name})


def of_hook_stopped(happening: Happening) -> Iterator[Audience]:
    """Who may mend the hook: the person whose it is, or who manages the organisation. Whose it is, is not for everybody."""
    told = happening.private or {}
    slug = told.get("organisation", "")
    people = _at(slug, "owner", "manager") if slug else {each.pk for each in persons_by_ref([_ref(told.get("person", ""))]).values()}
    if told:
        data = {"name": organisation(slug).name if slug else ""}
        yield Audience(STOPPED, people, MANAGE, reverse("hooks:hook", args=[told["hook"]]), data=data)


def _at(slug: str, *kinds: str, but: str = "") -> set[int]:
    roles = staff(organisation(slug).pk)
    return {role.person_id for role in roles if (not kinds or role.kind in kinds) and role.person.ref != but}


def _ref(topic: Any) -> str:
    return str(topic).partition(":")[2]
