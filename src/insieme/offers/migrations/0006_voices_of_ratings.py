# SPDX-License-Identifier: AGPL-3.0-or-later
"""Why somebody rates an offer so is said as a voice, in a talk of the offer's own."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("offers", "0005_first_threads"), ("voices", "0006_unnamed_words")]

    operations = [
        migrations.AddField(
            model_name="offer",
            name="reviews",
            field=models.ForeignKey(
                help_text="where people say why they rate it so",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="voices.thread",
            ),
        ),
        migrations.AddField(
            model_name="rating",
            name="voice",
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="voices.voice"),
        ),
    ]
