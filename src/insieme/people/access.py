# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who may do what in the room, and who is acting in a request."""

from __future__ import annotations

from datetime import datetime
from functools import cache

from allauth.account.models import EmailAddress
from allauth.core import ratelimit
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from insieme.foundation.actor import Actor, Door
from insieme.foundation.errors import Busy, Denied, NotVisible
from insieme.foundation.prepared import Prepared
from insieme.people.models import Guideline, Invitation, Organisation, Person, Role, RoleKind

#: Each role with those that include it.
INCLUDED_IN: dict[str, tuple[str, ...]] = {
    RoleKind.OWNER: (RoleKind.OWNER,),
    RoleKind.MANAGER: (RoleKind.OWNER, RoleKind.MANAGER),
    RoleKind.RESPONDER: (RoleKind.OWNER, RoleKind.MANAGER, RoleKind.RESPONDER),
    RoleKind.MEMBER: (RoleKind.OWNER, RoleKind.MANAGER, RoleKind.RESPONDER, RoleKind.MEMBER),
}
#: Asked for by nearly every page of somebody signed in.
_ROLE = Prepared(lambda person, organisation: Role.objects.filter(person_id=person, organisation_id=organisation), values=2)
#: The roles whose holders stand on the organisation's page: those who act for it in public.
PUBLIC_ROLES = INCLUDED_IN[RoleKind.RESPONDER]


class NotAtYourRole(Denied):
    """The actor sees the organisation but holds too small a role there."""

    code = "role_too_small"
    sentence = _("Your role at this organisation does not reach that far. Ask one of its owners.")


class SignInFirst(Denied):
    """Only somebody with an account can do this."""

    code = "sign_in_first"
    sentence = _("Sign in first: this is done in your own name.")


class NotInvited(NotVisible):
    """There is no such invitation, or none for this reader: the two are not told apart."""

    sentence = _(
        "This invitation has ended or was taken back, or it is for another address than yours. "
        "If it came by mail, sign in with the address it was sent to."
    )


def actor_of(request: HttpRequest, door: Door = Door.WEB) -> Actor:
    """Who is acting in this request: the signed-in person, or a stranger."""
    person = request.user
    if not person.is_authenticated:
        return Actor.stranger(door)
    return Actor.person(person.pk, person.ref, door)


def invite_slowly(request: HttpRequest, whom: str) -> None:
    """Let an invitation pass that is not one of too many. Refuses: `Busy`.

    Each sends a letter to somebody who has not asked for it: not many to anybody, nor from anybody. Handle and address of one person
    are counted apart: counted together, they would tell whose address it is.
    """
    if not ratelimit.consume(request, action="invite", user=request.user, key=whom):
        raise Busy(_("These are many invitations in a short time. Nothing was lost: go on a little later."))


def me(actor: Actor, *, lock: bool = False) -> Person:
    """The person who is acting.

    Refuses: `SignInFirst` to strangers and to the program itself.
    """
    if actor.person_id is None:
        raise SignInFirst
    found = (Person.objects.select_for_update() if lock else Person.objects).filter(pk=actor.person_id, is_active=True).first()
    if found is None:
        raise SignInFirst
    return found


def organisation(actor: Actor, slug: str, *, to: str | None = None, lock: bool = False) -> Organisation:
    """The organisation at this address; every organisation can be seen. `to` is the role needed for what comes next.

    Refuses: `NotVisible` where there is none, `NotAtYourRole` where the actor's role is too small.
    """
    found = (Organisation.objects.select_for_update() if lock else Organisation.objects).filter(slug=slug).first()
    if found is None:
        raise NotVisible
    if to is not None and not actor.is_system and not may_act_for(actor, found.pk, to):
        raise NotAtYourRole
    return found


def managed(actor: Actor, slug: str) -> Organisation:
    """The organisation at this address, which `actor` must manage. Refuses: what `organisation` refuses."""
    return organisation(actor, slug, to=RoleKind.MANAGER)


def may_act_for(actor: Actor, organisation_id: int, role: str = RoleKind.MANAGER) -> bool:
    """Whether `actor` holds `role`, or one that includes it, at the organisation."""
    if actor.person_id is None:
        return False
    held = _ROLE.first(actor.person_id, organisation_id)
    return held is not None and held.kind in INCLUDED_IN[role]


def is_operator(actor: Actor) -> bool:
    """Whether `actor` runs the installation. One query; none for strangers."""
    return actor.person_id is not None and Person.objects.filter(pk=actor.person_id, is_superuser=True, is_active=True).exists()


def is_moderator(actor: Actor) -> bool:
    """Whether `actor` looks after what people say here, or runs the installation. One query; none for strangers."""
    if actor.person_id is None:
        return False
    return Person.objects.filter(Q(is_moderator=True) | Q(is_superuser=True), pk=actor.person_id, is_active=True).exists()


def refuse_others_than_operators(actor: Actor) -> None:
    """Let only who runs the installation pass. Refuses: `NotVisible`, so that nobody learns what waits there."""
    if not is_operator(actor):
        raise NotVisible


def operator(actor: Actor) -> None:
    """Let only those pass who run the installation. Refuses: `Denied`."""
    if not actor.is_system and not is_operator(actor):
        raise Denied


def may_edit_guidelines(actor: Actor, organisation: Organisation | None) -> bool:
    """Whether `actor` writes the guidelines of this organisation, or of the house. One query; none for strangers."""
    return is_operator(actor) if organisation is None else may_act_for(actor, organisation.pk, RoleKind.MANAGER)


def guideline(actor: Actor, ref: str, *, to_edit: bool = False, lock: bool = False) -> Guideline:
    """The guideline with this reference, with its organisation. What is published is for everybody, a draft for those who may edit it.

    Refuses: `NotVisible`; to edit, `NotAtYourRole` or, of the house, `Denied`.
    """
    rows = Guideline.objects.select_for_update(of=("self",)) if lock else Guideline.objects
    found = rows.select_related("organisation").filter(ref=ref).first()
    if found is None:
        raise NotVisible
    may = actor.is_system or ((to_edit or not found.version) and may_edit_guidelines(actor, found.organisation))
    if not may and not found.version:
        raise NotVisible
    if not may and to_edit:
        raise NotAtYourRole if found.organisation else Denied
    return found


def role_at(actor: Actor, organisation_id: int) -> Role | None:
    """The role that `actor` holds at the organisation, with its title, or None."""
    if actor.person_id is None:
        return None
    return Role.objects.filter(person_id=actor.person_id, organisation_id=organisation_id).first()


def organisations_of(actor: Actor, role: str = RoleKind.MANAGER) -> list[Organisation]:
    """The organisations for which `actor` may act in `role`, by name. One query."""
    return [] if actor.person_id is None else _held(role).rows(actor.person_id)


def invitations_to(actor: Actor, now: datetime) -> QuerySet[Invitation]:
    """The invitations that stand for `actor`, by name or by an address that they have confirmed; those declined too."""
    # A stranger has no id, and would be shown the invitations that name nobody.
    if actor.person_id is None:
        return Invitation.objects.none()
    return invitations_ever_to(actor.person_id).filter(ends_at__gt=now)


def invitations_ever_to(person_id: int) -> QuerySet[Invitation]:
    """The invitations to this person, by name or by an address that they have confirmed; those that have ended too."""
    confirmed = EmailAddress.objects.filter(user_id=person_id, verified=True).values("email")
    return Invitation.objects.filter(Q(person_id=person_id) | Q(email__in=confirmed))


@cache
def _held(role: str) -> Prepared[Organisation]:
    """Asked for by every page that tells somebody signed in what waits for them."""

    def query(person: int) -> QuerySet[Organisation]:
        held = Role.objects.filter(person_id=person, kind__in=INCLUDED_IN[role]).values("organisation_id")
        return Organisation.objects.filter(pk__in=held).order_by("name")

    return Prepared(query, values=1)
