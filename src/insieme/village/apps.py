# SPDX-License-Identifier: AGPL-3.0-or-later
"""The room's visiting card."""

from django.apps import AppConfig
from django.conf import settings


class VillageConfig(AppConfig):
    """Registers what the room offers to the others."""

    name = "insieme.village"
    label = "village"

    def ready(self) -> None:
        """In a demo, say as whom one may look around."""
        if settings.DEMO:
            from insieme.foundation.demo import Guest, welcome
            from insieme.village.world import PASSWORD, PEOPLE

            welcome(Guest(one.name, one.part, one.email, PASSWORD) for one in PEOPLE if one.tries)
