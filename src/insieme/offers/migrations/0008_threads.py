# SPDX-License-Identifier: AGPL-3.0-or-later
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("offers", "0007_replies"),
        ("voices", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="call",
            name="thread",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="voices.thread"),
        ),
        migrations.AddField(
            model_name="offer",
            name="thread",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="voices.thread"),
        ),
    ]
