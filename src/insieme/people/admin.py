# SPDX-License-Identifier: AGPL-3.0-or-later
"""What operators see of people and organisations. They can close an account, or open it again; the record says that it was done."""

from __future__ import annotations

from typing import Any

from allauth.account.admin import EmailAddress
from allauth.mfa.adapter import get_adapter
from allauth.mfa.admin import Authenticator
from allauth.mfa.base.internal.flows import delete_and_cleanup
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from insieme.foundation.administration import ReadOnly, put_in_words
from insieme.people.access import actor_of
from insieme.people.actions.operating import let_in, shut_out
from insieme.people.models import Guideline, Organisation, Person, Role

#: The catalogue has the word with its plural alone, which `gettext` does not find.
PERSON = ngettext_lazy("person", "people", 1)


@admin.register(Person)
class PersonAdmin(ReadOnly):
    """Somebody with an account: no password, nothing of what they add of themselves."""

    list_display = ("name", "handle", "email", "joined_at", "is_active", "is_superuser")
    list_filter = ("is_active", "is_superuser")
    search_fields = ("name", "handle", "email")
    ordering = ("-id",)
    fields = ("ref", "name", "handle", "email", "language", "joined_at", "last_login", "is_superuser", "is_active")
    readonly_fields = fields[:-1]

    def has_change_permission(self, _request: HttpRequest, *_about: Any) -> bool:
        """Operators: of one field."""
        return True

    def save_model(self, request: HttpRequest, obj: Person, _form: Any, _change: bool) -> None:
        """Close the account or open it again, by the room's own action."""
        (let_in if obj.is_active else shut_out)(obj.ref, by=actor_of(request))

    def log_change(self, request: HttpRequest, obj: Person, message: Any) -> Any:
        """Keep in the desk's own log who it was only as long as they are here: by reference, not by name."""
        obj.name = obj.ref
        return super().log_change(request, obj, message)


class Roles(admin.TabularInline):
    """Who works there."""

    model = Role
    fields = readonly_fields = ("person", "kind", "title", "created_at")
    extra = 0
    can_delete = False

    def has_add_permission(self, _request: HttpRequest, *_about: Any) -> bool:
        """Nobody: owners invite."""
        return False


@admin.register(Organisation)
class OrganisationAdmin(ReadOnly):
    """An organisation."""

    list_display = ("name", "kind", "vat", "place", "created_at")
    list_filter = ("kind",)
    list_select_related = ("place",)
    search_fields = ("name", "slug", "vat")
    exclude = ("folded",)
    ordering = ("-id",)
    inlines = (Roles,)


@admin.register(Guideline)
class GuidelineAdmin(ReadOnly):
    """A guideline. It is written on its own pages."""

    list_display = ("title", "organisation", "version", "created_at")
    list_select_related = ("organisation",)
    ordering = ("-id",)


put_in_words(
    Person,
    PERSON,
    _("people"),
    email=_("e-mail address"),
    language=_("language"),
    joined_at=_("joined on"),
    last_login=_("last signed in"),
    is_active=_("may sign in"),
    is_superuser=_("is an operator"),
)
put_in_words(Role, _("role"), _("roles"), person=PERSON)
put_in_words(
    Organisation,
    _("organisation"),
    _("organisations"),
    place=_("place"),
    verified_at=_("verified on"),
    verified_until=_("verified until"),
    verified_how=_("verified by"),
    verified_domain=_("verified domain"),
)
put_in_words(Guideline, _("guideline"), _("guidelines"), title=_("Title"), organisation=_("organisation"), version=_("version"))


# allauth's own pages let operators change rows: to confirm somebody's address, or to give them a second step, is to be let in as them.
admin.site.unregister([EmailAddress, Authenticator])
#: What the letter tells of that is sent to whose second step it was, as when they remove it themselves.
REMOVED = {Authenticator.Type.TOTP: "mfa/email/totp_deactivated", Authenticator.Type.WEBAUTHN: "mfa/email/webauthn_removed"}

#: From where an operator does it is not for the owner to know.
NOT_THEIRS = {"ip": "—", "user_agent": "/admin/"}


@admin.register(EmailAddress)
class EmailAddressAdmin(ReadOnly):
    """The address of an account. Its owner changes and confirms it."""

    list_display = ("email", "user", "primary", "verified")
    list_select_related = ("user",)
    search_fields = ("email",)
    ordering = ("-id",)


@admin.register(Authenticator)
class AuthenticatorAdmin(ReadOnly):
    """A second step, without its secret. Who has lost theirs, and the codes on paper, has nobody but an operator to take it away.

    The password still stands in between, and a letter tells the owner.
    """

    list_display = fields = ("user", "type", "created_at", "last_used_at")
    list_select_related = ("user",)
    list_filter = ("type",)
    ordering = ("-id",)
    actions = None

    def has_delete_permission(self, _request: HttpRequest, *_about: Any) -> bool:
        """Operators: one at a time."""
        return True

    def delete_model(self, request: HttpRequest, obj: Authenticator) -> None:
        """Take it away, with codes on paper that stand for nothing else any more, and tell whose it was."""
        delete_and_cleanup(request, obj)
        if obj.type in REMOVED:
            get_adapter().send_notification_mail(REMOVED[obj.type], obj.user, NOT_THEIRS)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        """Keep in the desk's own log by reference whose it was, not how they had named it."""
        for each in queryset:
            each.data = each.data | {"name": each.user.ref}
        return super().log_deletions(request, queryset)
