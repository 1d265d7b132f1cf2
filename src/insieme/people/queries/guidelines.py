# SPDX-License-Identifier: AGPL-3.0-or-later
"""Guidelines as they are read, their history, and who has accepted what holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet

from insieme.foundation.actor import Actor
from insieme.foundation.differences import Pieces, Work, differences
from insieme.foundation.errors import NotVisible
from insieme.people import access
from insieme.people.models import Acceptance, Guideline, GuidelineVersion, Organisation, Person, Role


@dataclass(frozen=True, slots=True)
class Share:
    """How many of those who work for an organisation have accepted the version that holds."""

    accepted: int
    staff: int


@dataclass(frozen=True, slots=True)
class Change:
    """A version, and how its text differs from the one before."""

    version: GuidelineVersion
    pieces: Pieces


def guidelines(actor: Actor, organisation: Organisation | None) -> list[Guideline]:
    """The guidelines of an organisation, or of the house: published ones, and drafts for those who may edit. At most two queries."""
    found = Guideline.objects.filter(organisation=organisation).order_by("title", "pk")
    return list(found if access.may_edit_guidelines(actor, organisation) else found.filter(version__gt=0))


def version_of(guideline: Guideline, number: int | None = None) -> GuidelineVersion:
    """The version that holds, or the one with this number. One query. Refuses: `NotVisible`."""
    found = GuidelineVersion.objects.filter(guideline=guideline, number=guideline.version if number is None else number).first()
    if found is None:
        raise NotVisible
    return found


def history(guideline: Guideline) -> list[Change]:
    """All versions, newest first, each with how it differs from the one before. One query."""
    versions = list(GuidelineVersion.objects.filter(guideline=guideline).order_by("-number"))
    before, work = [*(version.text for version in versions[1:]), ""], Work()
    return [Change(version, differences(old, version.text, work)) for old, version in zip(before, versions, strict=False)]


def acceptance(actor: Actor, version: GuidelineVersion) -> Acceptance | None:
    """That the actor has accepted this version, and when. One query; none for strangers."""
    return Acceptance.objects.filter(person_id=actor.person_id, version=version).first() if actor.person_id else None


def share(version: GuidelineVersion, organisation: Organisation) -> Share:
    """How many of the organisation's staff have accepted this version. Two queries."""
    staff = Role.objects.filter(organisation=organisation)
    accepted = Acceptance.objects.filter(version=version, person_id__in=staff.values("person_id"))
    return Share(accepted.count(), staff.count())


def accepted_before(slug: str, title: str) -> QuerySet[Acceptance, Any]:
    """Who has accepted any version of the guideline of this title, of this organisation or, without one, of the house; as a query."""
    found = Acceptance.objects.filter(version__guideline__title=title)
    of_house = found.filter(version__guideline__organisation=None)
    return (found.filter(version__guideline__organisation__slug=slug) if slug else of_house).values("person_id")


def everybody() -> QuerySet[Person, Any]:
    """Everybody who has an account, as a query: whom a guideline of the house concerns."""
    return Person.objects.filter(is_active=True).values("pk")


def guidelines_to_accept(actor: Actor, *, limit: int) -> list[Guideline]:
    """What holds and the actor has not accepted, of the house and of where they work. One query; none for strangers."""
    if actor.person_id is None:
        return []
    works = Role.objects.filter(person_id=actor.person_id).values("organisation_id")
    mine = Acceptance.objects.filter(person_id=actor.person_id, version__number=F("version__guideline__version"))
    found = Guideline.objects.filter(Q(organisation=None) | Q(organisation__in=works), version__gt=0)
    found = found.exclude(pk__in=mine.values("version__guideline_id"))
    return list(found.select_related("organisation").order_by("pk")[:limit])
