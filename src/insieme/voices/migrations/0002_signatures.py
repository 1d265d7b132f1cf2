# SPDX-License-Identifier: AGPL-3.0-or-later
"""Each text of an answer keeps who signed it, and under which title; that others say the same is no event of a clock."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TICKS = ("received", "automatic_answer", "first_human_answer", "answered", "reopened", "closed", "withdrawn")


class Migration(migrations.Migration):
    """Who signed goes with the person. The rows that stand follow in the next migrations."""

    dependencies = [("voices", "0001_initial"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.AddField(
            model_name="answerversion",
            name="signed_by",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name="answerversion",
            name="signed_title",
            field=models.CharField(default="", max_length=80),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="clockevent", name="kind", field=models.CharField(choices=[(kind, kind) for kind in TICKS], max_length=20)
        ),
    ]
