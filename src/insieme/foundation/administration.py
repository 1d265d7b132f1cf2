# SPDX-License-Identifier: AGPL-3.0-or-later
"""The desk of administration: what each room shows there is read only, unless an action of the room makes the change."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

#: What stands in many tables.
COMMON: dict[str, Any] = {"id": "ID", "ref": _("reference"), "slug": _("short address"), "created_at": _("made on"), "at": _("at")}


def put_in_words(model: type[Model], one: Any, many: Any, **words: Any) -> None:
    """Call a table and its columns so at the desk. These are words, not tables: said here, they want no migration."""
    model._meta.verbose_name, model._meta.verbose_name_plural = one, many
    for field in model._meta.fields:
        known: Any = field.verbose_name
        field.verbose_name = words.get(field.name, known if isinstance(known, Promise) else COMMON.get(field.name, known))


class ReadOnly(admin.ModelAdmin):  # type: ignore[type-arg]
    """Rows that operators may look at. Nobody adds, changes or deletes any here."""

    show_full_result_count = False
    list_per_page = 50

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Leave out what is said of a column to those who write the program: it is not in the operator's language."""
        ours = {field.name: "" for field in self.model._meta.fields if not isinstance(field.help_text, Promise)}
        return super().get_form(request, obj, change, help_texts=ours, **kwargs)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:  # noqa: ARG002 - the signature that Django looks for
        """Only by what the list offers: a column that is not shown could be guessed from an address, and its rows counted."""
        return any(lookup == name or lookup.startswith(f"{name}__") for name in self.list_filter)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Head the list with its name: Django's "select ... to view" fits no feminine word in Italian."""
        return super().changelist_view(request, {"title": capfirst(self.model._meta.verbose_name_plural)} | (extra_context or {}))

    def changeform_view(self, request: HttpRequest, object_id: Any = None, form_url: str = "", extra_context: Any = None) -> Any:
        """Head a row with what it is."""
        title = {"title": capfirst(self.model._meta.verbose_name)}
        return super().changeform_view(request, object_id, form_url, title | (extra_context or {}))

    def has_add_permission(self, _request: HttpRequest, *_about: Any) -> bool:
        """Nobody."""
        return False

    def has_change_permission(self, _request: HttpRequest, *_about: Any) -> bool:
        """Nobody."""
        return False

    def has_delete_permission(self, _request: HttpRequest, *_about: Any) -> bool:
        """Nobody."""
        return False
