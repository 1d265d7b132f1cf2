# SPDX-License-Identifier: AGPL-3.0-or-later
"""Registering an organisation, keeping its page, and what people have to do with it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from insieme.foundation.actor import Actor
from insieme.foundation.errors import Invalid
from insieme.foundation.ids import new_ref
from insieme.foundation.text import SLUG_LENGTH, slug
from insieme.people import access
from insieme.people.actions.places import settle
from insieme.people.facts import OrganisationRegistered, OrganisationRenamed
from insieme.people.models import Kind, Organisation, Place, Relation, RelationKind, Role, RoleKind, Size
from insieme.people.rules import RESERVED, FreePlace, folded_name, judge_about, judge_name, judge_vat, one_line
from insieme.record.actions import say

NAME_LENGTH = 120
TITLE_LENGTH = 80


class VatTaken(Invalid):
    """Another organisation has this VAT number."""

    def __init__(self) -> None:
        super().__init__({"vat": _("An organisation with this VAT number is here already. Ask one of its owners to invite you.")})


def register_organisation(  # noqa: PLR0913 - a whole page, and when
    name: str,
    *,
    by: Actor,
    kind: str,
    vat: str = "",
    place: Place | FreePlace | None = None,
    size: str = "",
    about: str = "",
    title: str = "",
    now: datetime | None = None,
) -> Organisation:
    """Give an organisation its page; whoever registers it is its first owner. The same click twice is one page.

    Refuses: `SignInFirst`, `Invalid`, `VatTaken`.
    Says: `OrganisationRegistered`.
    """
    access.me(by)
    name = judge_name(name, longest=NAME_LENGTH)
    _judge_choices(kind, size)
    said: dict[str, Any] = {
        "name": name,
        "folded": folded_name(name),
        "kind": kind,
        "vat": judge_vat(vat),
        "size": size,
        "about": judge_about(about),
    }
    with transaction.atomic():
        owner = access.me(by, lock=True)
        said["place"] = settle(place, by=by)
        owned = Role.objects.filter(person=owner, kind=RoleKind.OWNER).values("organisation")
        if before := Organisation.objects.filter(pk__in=owned, **said).first():
            return before
        made = _unique_by_vat(Organisation(slug=_free_slug(name), **said))
        Role.objects.create(person=owner, organisation=made, kind=RoleKind.OWNER, title=one_line(title)[:TITLE_LENGTH])
        fact = OrganisationRegistered(organisation=made.slug, name=made.name, kind=made.kind)
        say(fact, about=f"organisation:{made.slug}", by=by, at=now, acting_for=f"organisation:{made.slug}")
    return made


def edit_organisation(
    slug: str, *, by: Actor, name: str, kind: str, vat: str, place: Place | FreePlace | None, size: str, about: str
) -> Organisation:
    """Change what an organisation's page says. Its address stays.

    Refuses: `NotVisible`, `NotAtYourRole` below manager, `Invalid`, `VatTaken`.
    Says: `OrganisationRenamed` when it goes by another name from now on.
    """
    with transaction.atomic():
        found = access.organisation(by, slug, to=RoleKind.MANAGER, lock=True)
        _judge_choices(kind, size)
        was, found.name = found.name, judge_name(name, longest=NAME_LENGTH)
        found.folded = folded_name(found.name)
        found.kind, found.size, found.about = kind, size, judge_about(about)
        found.vat = judge_vat(vat)
        found.place = settle(place, by=by)
        _unique_by_vat(found)
        if was != found.name:
            fact = OrganisationRenamed(organisation=slug, was=was, name=found.name)
            say(fact, about=f"organisation:{slug}", by=by, acting_for=f"organisation:{slug}")
    return found


def declare_relation(slug: str, *, by: Actor, kind: str) -> Relation:
    """Note that the person who acts has this to do with the organisation. Again changes nothing.

    Refuses: `SignInFirst`, `NotVisible`, `Invalid` for a kind that is none of the twelve.
    """
    with transaction.atomic():
        person, found = access.me(by), access.organisation(by, slug)
        _judge_relation(kind)
        return Relation.objects.get_or_create(person=person, organisation=found, kind=kind)[0]


def withdraw_relation(slug: str, *, by: Actor, kind: str) -> Organisation:
    """Forget that the person who acts has this to do with the organisation. Again changes nothing.

    Refuses: `SignInFirst`, `NotVisible`, `Invalid` for a kind that is none of the twelve.
    """
    with transaction.atomic():
        person, found = access.me(by), access.organisation(by, slug)
        _judge_relation(kind)
        Relation.objects.filter(person=person, organisation=found, kind=kind).delete()
    return found


def _judge_relation(kind: str) -> None:
    if kind not in RelationKind.values:
        raise Invalid({"kind": _("Choose one of the twelve relations.")})


def _judge_choices(kind: str, size: str) -> None:
    if kind not in Kind.values:
        raise Invalid({"kind": _("Choose what sort of organisation it is.")})
    if size and size not in Size.values:
        raise Invalid({"size": _("Choose one of the sizes, or none.")})


def _unique_by_vat(row: Organisation) -> Organisation:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        if row.vat and Organisation.objects.filter(vat=row.vat).exclude(pk=row.pk).exists():
            raise VatTaken from None
        raise
    return row


def _free_slug(name: str) -> str:
    plain = slug(name)
    if plain and plain not in RESERVED and not Organisation.objects.filter(slug=plain).exists():
        return plain
    return f"{plain[: SLUG_LENGTH - 13]}-{new_ref()}".strip("-")
