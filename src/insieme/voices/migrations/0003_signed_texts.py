# SPDX-License-Identifier: AGPL-3.0-or-later
"""The texts of answers that stand are signed as far as it is known by whom."""

from typing import Any

from django.db import migrations


def sign(apps: Any, _schema: Any) -> None:
    """The title of an answer was that of its first text, also where another had given the last: there it goes."""
    for answer in apps.get_model("voices", "Answer").objects.iterator():
        first = answer.texts.get(number=1).signed_name
        answer.texts.filter(signed_name=first).update(signed_title=answer.signed_title)
        answer.texts.filter(signed_name=answer.signed_name).update(signed_by=answer.signed_by_id)
        if answer.signed_name != first:
            answer.signed_title = ""
            answer.save(update_fields=["signed_title"])


class Migration(migrations.Migration):
    """Whoever has left is no longer known."""

    dependencies = [("voices", "0002_signatures")]

    operations = [migrations.RunPython(sign, migrations.RunPython.noop)]
