# SPDX-License-Identifier: AGPL-3.0-or-later
"""That others say the same is no event of a clock any more: everybody could read when they did."""

from typing import Any

from django.db import migrations


def forget(apps: Any, _schema: Any) -> None:
    """No clock reads them: what they come to stays."""
    apps.get_model("voices", "ClockEvent").objects.filter(kind="same_here").delete()


class Migration(migrations.Migration):
    """What was taken back meanwhile stood there as well."""

    dependencies = [("voices", "0003_signed_texts")]

    operations = [migrations.RunPython(forget, migrations.RunPython.noop)]
