# SPDX-License-Identifier: AGPL-3.0-or-later
"""Write the description of the API anew: docs/reference/openapi.json, which a test compares."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from insieme.front.api.described import written

FILE = settings.REPOSITORY / "docs" / "reference" / "openapi.json"


class Command(BaseCommand):
    """`insieme openapi`."""

    help = "Write docs/reference/openapi.json anew."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Write, and say where."""
        FILE.write_text(written(), encoding="utf-8")
        self.stdout.write(str(FILE))
