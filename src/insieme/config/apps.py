# SPDX-License-Identifier: AGPL-3.0-or-later
"""The commands that start the house live here."""

from datetime import timedelta

from django.apps import AppConfig
from django.contrib.admin import apps as desk
from django.core.checks import register

from insieme.foundation import periodic


class ConfigConfig(AppConfig):
    """Holds `insieme run`, `insieme web` and `insieme work`."""

    name = "insieme.config"
    default = True

    def ready(self) -> None:
        """Have the queue and the files of limits kept in order, and what a public installation needs looked for."""
        from insieme.config import cache, checks, queue

        register(checks.operator_is_named, deploy=True)
        periodic.register("cache.prune", cache.prune, every=timedelta(minutes=1))
        periodic.register("queue.revive", queue.revive, every=timedelta(minutes=1))
        periodic.register("queue.prune", queue.prune, every=timedelta(hours=1))


class AdministrationConfig(desk.AdminConfig):
    """Puts our own desk of administration in the place of Django's."""

    default = False
    default_site = "insieme.config.administration.Administration"
