# SPDX-License-Identifier: AGPL-3.0-or-later
"""Words that a newcomer wants instead of those that are shown wait beside them."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Two columns, empty for nearly all voices, and an index of the others."""

    dependencies = [
        ("people", "0002_accounts_verification_and_tokens"),
        ("voices", "0004_quiet_support"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("voice", "rewritten", models.TextField(blank=True, default="", max_length=5000)),
        migrations.AddField("voice", "rewritten_at", models.DateTimeField(null=True)),
        migrations.AddIndex(
            "voice", models.Index(condition=models.Q(("rewritten_at__isnull", False)), fields=["id"], name="voices_rewritten")
        ),
    ]
