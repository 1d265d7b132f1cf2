# SPDX-License-Identifier: AGPL-3.0-or-later
"""Organisations are found by their names without case, accents, spaces and signs, whatever the database knows of capitals."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A column and its index."""

    dependencies = [("people", "0002_accounts_verification_and_tokens")]

    operations = [
        migrations.AddField(
            "organisation",
            "folded",
            models.CharField(max_length=240, blank=True, default="", help_text="name without case, accents, spaces and signs, for finding"),
        ),
        migrations.AddIndex("organisation", models.Index(fields=["folded"], name="organisations_by_folded_name")),
    ]
