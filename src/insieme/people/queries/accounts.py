# SPDX-License-Identifier: AGPL-3.0-or-later
"""What goes with an account: sessions, profile, consents, the export, the closing; and everything that this room holds of a person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.idp.oidc.models import Token as ProgramToken
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount

from insieme.foundation.actor import Actor
from insieme.foundation.errors import NotVisible
from insieme.people import access
from insieme.people.models import (
    Acceptance,
    Closing,
    Consent,
    Export,
    Invitation,
    Organisation,
    Person,
    Profile,
    Relation,
    Role,
    RoleKind,
    Session,
    Token,
    Verification,
)
from insieme.people.rules import REQUIRED
from insieme.record.queries import entries_of


def sessions_of(actor: Actor, *, now: datetime) -> list[Session]:
    """Where the actor is signed in, last seen first. One query; none for strangers."""
    if actor.person_id is None:
        return []
    return list(Session.objects.filter(person_id=actor.person_id, expire_date__gt=now).order_by("-seen_on", "-expire_date"))


def profile_of(person_id: int) -> Profile:
    """What a person has added of themselves; an empty one where there is nothing. One query."""
    return Profile.objects.filter(person_id=person_id).first() or Profile(person_id=person_id)


def shown_relations(person_id: int) -> list[Relation]:
    """What a person has to do with organisations, where they want others to see it, by the organisation's name. One query."""
    open_to_all = Profile.objects.filter(shows_relations=True).values("person_id")
    shown = Relation.objects.filter(person_id=person_id, person_id__in=open_to_all)
    return list(shown.select_related("organisation").order_by("organisation__name", "kind"))


def consents_of(person_id: int) -> dict[str, Consent]:
    """The last word of a person on each purpose. One query."""
    return {consent.what: consent for consent in Consent.objects.filter(person_id=person_id).order_by("pk")}


def owed_consents(person_id: int) -> list[str]:
    """What a person must agree to before going on: required texts that are new, or that they have never seen. One query."""
    held = consents_of(person_id)
    return [each.what for each in REQUIRED if (last := held.get(each.what)) is None or not last.given or last.version < each.version]


def export_of(actor: Actor, *, now: datetime, ref: str | None = None) -> Export | None:
    """The actor's export that is being made or lies ready; with `ref`, that one. One query; none for strangers."""
    found = Export.objects.filter(person_id=actor.person_id or 0, ends_at__gt=now)
    return (found if ref is None else found.filter(ref=ref)).first()


def export_file(actor: Actor, ref: str, *, now: datetime) -> Export:
    """The actor's own export with this reference, once it is ready. One query.

    Refuses: `NotVisible`.
    """
    found = export_of(actor, now=now, ref=ref)
    if found is None or found.ready_at is None:
        raise NotVisible
    return found


def export_to_make(ref: str) -> Export | None:
    """The export with this reference that is not ready yet, with its person. One query."""
    return Export.objects.filter(ref=ref, ready_at=None).select_related("person").first()


def closing_of(actor: Actor) -> Closing | None:
    """That the actor wants to leave, and when it is due. One query; none for strangers."""
    return Closing.objects.filter(person_id=actor.person_id).first() if actor.person_id else None


def due_to_close(now: datetime) -> list[int]:
    """The persons whose week is over. One query."""
    return list(Closing.objects.filter(due_at__lte=now).values_list("person_id", flat=True))


def owned_alone(person_id: int) -> list[Organisation]:
    """The organisations of which this person is the only owner, by name. One query."""
    owned = Role.objects.filter(person_id=person_id, kind=RoleKind.OWNER).values("organisation_id")
    others = Role.objects.filter(kind=RoleKind.OWNER).exclude(person_id=person_id).values("organisation_id")
    return list(Organisation.objects.filter(pk__in=owned).exclude(pk__in=others).order_by("name"))


def belongings_of(person_id: int) -> Iterator[tuple[str, Any]]:
    """What this room holds of a person, for themselves, as files. Some twenty queries."""
    person, profile = Person.objects.select_related("place").get(pk=person_id), profile_of(person_id)
    yield (
        "person.json",
        {name: getattr(person, name) for name in ("ref", "email", "name", "handle", "language", "joined_at")}
        | {"place": str(person.place or ""), "addresses": list(EmailAddress.objects.filter(user=person).values("email", "verified"))}
        | {name: getattr(profile, name) for name in ("age_band", "findable", "shows_relations", "interests")},
    )
    if entries := list(entries_of(person.topic)):
        yield "record.json", entries
    for name, rows in (_tables(person) | _keys(person)).items():
        if told := [{key.replace("__", "_"): value for key, value in row.items()} for row in rows]:
            yield f"{name}.json", told


def _tables(person: Person) -> dict[str, Any]:
    asked, decided = Verification.objects.filter(asked_by=person), Verification.objects.filter(decided_by=person)
    return {
        "roles": Role.objects.filter(person=person).values("organisation__name", "kind", "title", "created_at"),
        "relations": Relation.objects.filter(person=person).values("organisation__name", "kind", "created_at"),
        "invitations": access.invitations_ever_to(person.pk).values("organisation__name", "kind", "title", "answer", "invited_at"),
        "invited": Invitation.objects.filter(invited_by=person).values("organisation__name", "email", "kind", "invited_at"),
        "consents": Consent.objects.filter(person=person).order_by("pk").values("what", "version", "given", "at"),
        "guidelines": Acceptance.objects.filter(person=person).values("version__guideline__title", "version__number", "at"),
        "verifications": asked.values("organisation__name", "how", "state", "words", "domain", "mailbox", "asked_at"),
        "verifications_decided": decided.values("organisation__name", "state", "reason", "decided_at"),
        "closing": Closing.objects.filter(person=person).values("asked_at", "due_at"),
    }


def _keys(person: Person) -> dict[str, Any]:
    """By what a person, or a program in their name, comes in: never the secret itself."""
    tokens, programs = Token.objects.filter(person=person), ProgramToken.objects.filter(user=person)
    return {
        "sessions": Session.objects.filter(person=person).values("device", "seen_on", "expire_date"),
        "tokens": tokens.values("name", "scopes", "made_at", "used_on", "ends_at", "revoked_at"),
        "programs": programs.values("client__name", "scopes", "created_at", "expires_at"),
        "second_steps": Authenticator.objects.filter(user=person).values("type", "created_at", "last_used_at"),
        "providers": SocialAccount.objects.filter(user=person).values("provider", "uid", "extra_data", "date_joined", "last_login"),
    }
