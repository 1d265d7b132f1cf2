# SPDX-License-Identifier: AGPL-3.0-or-later
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0003_accounts_and_guidelines"),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="is_moderator",
            field=models.BooleanField(default=False),
        ),
    ]
