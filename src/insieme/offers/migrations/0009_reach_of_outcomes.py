# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whom a call reached is counted once, and stands with its outcome."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A column, which the clearing fills and of outcomes from before the clock; and an index of those that are still to be counted."""

    dependencies = [("offers", "0008_no_reasons_beside")]

    operations = [
        migrations.AddField(
            "outcome",
            "reach",
            models.JSONField(
                null=True, help_text='people in full tens: {"ages": {"18-29": 20}, "interests": {"food": 10}}; none: not counted yet'
            ),
        ),
        migrations.AddIndex("outcome", models.Index(condition=models.Q(("reach__isnull", True)), fields=["id"], name="outcomes_uncounted")),
    ]
