# SPDX-License-Identifier: AGPL-3.0-or-later
"""The room's visiting card."""

from django.apps import AppConfig


class LookConfig(AppConfig):
    """Registers what the room offers to the others."""

    name = "insieme.look"
    label = "look"
