# SPDX-License-Identifier: AGPL-3.0-or-later
"""Words that bear no name: those that go with marks."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("voices", "0005_words_that_wait"),
    ]

    operations = [
        migrations.AddField(
            model_name="thread",
            name="unnamed",
            field=models.BooleanField(default=False, help_text="what is said here bears no name"),
        ),
        migrations.AddField(
            model_name="voice",
            name="unnamed",
            field=models.BooleanField(default=False, help_text="nobody but its author learns whose it is"),
        ),
    ]
