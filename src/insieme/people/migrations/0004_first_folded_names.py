# SPDX-License-Identifier: AGPL-3.0-or-later
"""The organisations of before are found by their names without case, accents, spaces and signs too."""

from itertools import islice
from typing import Any

from django.db import migrations

from insieme.people.rules import folded_name

ROWS_AT_ONCE = 500


def write(apps: Any, _schema_editor: Any) -> None:
    organisations = apps.get_model("people", "Organisation").objects
    rows = organisations.order_by("pk").only("pk", "name").iterator()
    while some := list(islice(rows, ROWS_AT_ONCE)):
        for row in some:
            row.folded = folded_name(row.name)
        organisations.bulk_update(some, ["folded"])


class Migration(migrations.Migration):
    dependencies = [("people", "0003_folded_names")]

    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
