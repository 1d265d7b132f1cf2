# SPDX-License-Identifier: AGPL-3.0-or-later
from typing import Any

from django.db import migrations


def take_over(apps: Any, _editor: Any) -> None:
    """Letters that waited before the upgrade are made after it; none is made of what was seen."""
    apps.get_model("notices", "Notice").objects.filter(choice="at_once", letter=None, seen_at=None).update(to_mail=True)


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0003_letters_still_to_be_made"),
    ]

    operations = [
        migrations.RunPython(take_over, migrations.RunPython.noop),
    ]
