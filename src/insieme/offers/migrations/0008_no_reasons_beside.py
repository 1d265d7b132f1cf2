# SPDX-License-Identifier: AGPL-3.0-or-later
"""What voices say now is kept with ratings no longer."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("offers", "0007_reasons_said")]

    operations = [
        migrations.RemoveField(model_name="rating", name="reason"),
        migrations.RemoveField(model_name="rating", name="hidden"),
        migrations.RemoveField(model_name="rating", name="ref"),
    ]
