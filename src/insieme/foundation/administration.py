# SPDX-License-Identifier: AGPL-3.0-or-later
"""The desk of administration: what each room shows there is read only, unless an action of the room makes the change."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest


class ReadOnly(admin.ModelAdmin):  # type: ignore[type-arg]
    """Rows that operators may look at. Nobody adds, changes or deletes any here."""

    show_full_result_count = False
    list_per_page = 50

    def has_add_permission(self, _request: HttpRequest, *_about: Any) -> bool:
        """Nobody."""
        return False

    def has_change_permission(self, _request: HttpRequest, *_about: Any) -> bool:
        """Nobody."""
        return False

    def has_delete_permission(self, _request: HttpRequest, *_about: Any) -> bool:
        """Nobody."""
        return False
