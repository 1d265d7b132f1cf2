# SPDX-License-Identifier: AGPL-3.0-or-later
"""The room's visiting card."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecordConfig(AppConfig):
    """Makes the record's own fact known. Sealing and relaying are the worker's steady beat, not a duty among others."""

    name = "insieme.record"
    label = "record"
    verbose_name = _("Record")

    def ready(self) -> None:
        """Register the fact."""
        from insieme.record.facts import Erased, register

        register(Erased)
