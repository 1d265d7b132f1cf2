# SPDX-License-Identifier: AGPL-3.0-or-later
"""Make a program known that asks people to let it in (OAuth 2, OpenID Connect)."""

from __future__ import annotations

from typing import Any

from allauth.idp.oidc.adapter import get_adapter
from allauth.idp.oidc.models import Client
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from insieme.foundation.scopes import Scope


class Command(BaseCommand):
    """`insieme oauth-client NAME --redirect URI`."""

    help = "Make a program known that asks people to let it in."

    def add_arguments(self, parser: CommandParser) -> None:
        """Its name, where people are sent back to, whether it can keep a secret, what it may ask for."""
        parser.add_argument("name")
        parser.add_argument("--redirect", action="append", required=True, metavar="URI")
        parser.add_argument("--public", action="store_true", help="it cannot keep a secret: a page or an app")
        parser.add_argument("--scope", action="append", choices=[scope.value for scope in Scope], default=[])

    def handle(self, *_args: Any, **given: Any) -> None:
        """Make it, and show its secret this once."""
        made = Client(name=given["name"], type=Client.Type.PUBLIC if given["public"] else Client.Type.CONFIDENTIAL)
        made.set_redirect_uris(given["redirect"])
        made.set_scopes(["openid", "profile", "email", *(given["scope"] or [scope.value for scope in Scope])])
        made.set_grant_types([Client.GrantType.AUTHORIZATION_CODE, Client.GrantType.REFRESH_TOKEN])
        secret = get_adapter().generate_client_secret()
        made.set_secret(secret)
        try:
            made.full_clean(exclude=["secret", "owner"])
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from error
        made.save()
        self.stdout.write(_("Client: %(id)s") % {"id": made.pk})
        if not given["public"]:
            self.stdout.write(_("Secret, shown only now: %(secret)s") % {"secret": secret})
