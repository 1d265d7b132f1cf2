# SPDX-License-Identifier: AGPL-3.0-or-later
import django.db.models.deletion
import insieme.foundation.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0004_moderators"),
        ("record", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(default=insieme.foundation.ids.new_ref, editable=False, max_length=12, unique=True)),
                ("organisation_name", models.CharField(max_length=120)),
                ("organisation_slug", models.CharField(max_length=60)),
                ("signed_name", models.CharField(max_length=80)),
                ("signed_title", models.CharField(max_length=80)),
                (
                    "disposition",
                    models.CharField(
                        choices=[
                            ("answered", "answered"),
                            ("accepted", "accepted"),
                            ("partly", "accepted in part"),
                            ("merged", "taken together with another"),
                            ("declined", "declined"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField(blank=True, max_length=1000)),
                ("text", models.TextField(max_length=5000)),
                ("language", models.CharField(max_length=5)),
                ("automatic", models.BooleanField(default=False, help_text="sent by a program: it stops no clock")),
                ("versions", models.PositiveSmallIntegerField(default=1)),
                ("at", models.DateTimeField()),
                (
                    "organisation",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AnswerPromise",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("question", "question"),
                            ("opinion", "opinion"),
                            ("complaint", "complaint"),
                            ("idea", "idea"),
                            ("review", "review"),
                        ],
                        max_length=10,
                    ),
                ),
                ("hours", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "organisation",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.organisation"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AnswerVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("text", models.TextField(max_length=5000)),
                (
                    "disposition",
                    models.CharField(
                        choices=[
                            ("answered", "answered"),
                            ("accepted", "accepted"),
                            ("partly", "accepted in part"),
                            ("merged", "taken together with another"),
                            ("declined", "declined"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField(blank=True, max_length=1000)),
                ("signed_name", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
                ("answer", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="texts", to="voices.answer")),
            ],
            options={
                "ordering": ("number",),
            },
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(default=insieme.foundation.ids.new_ref, editable=False, max_length=12, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("show", "let through"),
                            ("leave", "left as it is"),
                            ("hide", "hidden"),
                            ("restore", "shown again"),
                            ("remove", "removed"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "rule",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("insult", "it insults or threatens somebody"),
                            ("hatred", "it stirs hatred against a group"),
                            ("private", "it tells of somebody's private life"),
                            ("false", "it states as a fact what is not true"),
                            ("advertising", "it is advertising, or the same again and again"),
                            ("elsewhere", "it has nothing to do with what is talked about"),
                            ("illegal", "it is against the law, or helps to break it"),
                        ],
                        max_length=20,
                    ),
                ),
                ("statement", models.TextField(blank=True, max_length=2000)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("entry", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.entry")),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="Appeal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(default=insieme.foundation.ids.new_ref, editable=False, max_length=12, unique=True)),
                ("words", models.TextField(max_length=2000)),
                ("at", models.DateTimeField()),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("awaited", "waiting for another moderator"),
                            ("granted", "the author is right"),
                            ("refused", "the decision stands"),
                        ],
                        default="awaited",
                        max_length=10,
                    ),
                ),
                ("because", models.TextField(blank=True, max_length=2000)),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("entry", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.entry")),
                ("step", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="appeal", to="voices.step")),
            ],
        ),
        migrations.CreateModel(
            name="Thread",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(default=insieme.foundation.ids.new_ref, editable=False, max_length=12, unique=True)),
                ("about", models.CharField(db_index=True, max_length=200)),
                ("path", models.CharField(max_length=200, unique=True)),
                ("title", models.CharField(max_length=200)),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                ("shown", models.PositiveIntegerField(default=0)),
                ("asked", models.PositiveIntegerField(default=0)),
                ("answered", models.PositiveIntegerField(default=0)),
                ("version", models.PositiveIntegerField(default=0, help_text="moves with all that a page shows of the talk")),
                ("next_due_at", models.DateTimeField(help_text="when the first answer that is still awaited is due", null=True)),
                (
                    "organisation",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Voice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(default=insieme.foundation.ids.new_ref, editable=False, max_length=12, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("question", "question"),
                            ("opinion", "opinion"),
                            ("complaint", "complaint"),
                            ("idea", "idea"),
                            ("review", "review"),
                        ],
                        max_length=10,
                    ),
                ),
                ("text", models.TextField(blank=True, max_length=5000)),
                ("language", models.CharField(max_length=5)),
                ("mentions", models.JSONField(default=dict, help_text="names that are mentioned, with the addresses of their pages")),
                ("pictures", models.JSONField(default=list, help_text="what a page says of the pictures: alt, width, height")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "waiting for a moderator"),
                            ("shown", "shown"),
                            ("hidden", "hidden"),
                            ("removed", "removed"),
                            ("withdrawn", "withdrawn"),
                        ],
                        max_length=10,
                    ),
                ),
                ("rule", models.CharField(blank=True, help_text="the rule by which it was hidden or removed", max_length=20)),
                ("versions", models.PositiveSmallIntegerField(default=1)),
                ("spoken_at", models.DateTimeField()),
                ("shown_at", models.DateTimeField(null=True)),
                ("promise_hours", models.PositiveIntegerField(null=True)),
                ("waiting_since", models.DateTimeField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("due_at", models.DateTimeField(null=True)),
                ("support", models.PositiveIntegerField(default=0)),
                ("same_here", models.PositiveIntegerField(default=0)),
                ("replies", models.PositiveIntegerField(default=0)),
                ("answers", models.PositiveIntegerField(default=0)),
                (
                    "author",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"),
                ),
                ("parent", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="voices.voice")),
                ("root", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="voices.voice")),
                ("thread", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="voices", to="voices.thread")),
            ],
        ),
        migrations.CreateModel(
            name="Support",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("support", "support"), ("same_here", "same here")], max_length=10)),
                ("at", models.DateTimeField()),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("voice", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="supports", to="voices.voice")),
            ],
        ),
        migrations.AddField(
            model_name="step",
            name="voice",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="voices.voice"),
        ),
        migrations.CreateModel(
            name="Picture",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("file", models.FileField(upload_to="voices/")),
                ("alt", models.CharField(max_length=200)),
                ("voice", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="files", to="voices.voice")),
            ],
            options={
                "ordering": ("number",),
            },
        ),
        migrations.CreateModel(
            name="Flag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "rule",
                    models.CharField(
                        choices=[
                            ("insult", "it insults or threatens somebody"),
                            ("hatred", "it stirs hatred against a group"),
                            ("private", "it tells of somebody's private life"),
                            ("false", "it states as a fact what is not true"),
                            ("advertising", "it is advertising, or the same again and again"),
                            ("elsewhere", "it has nothing to do with what is talked about"),
                            ("illegal", "it is against the law, or helps to break it"),
                        ],
                        max_length=20,
                    ),
                ),
                ("words", models.TextField(blank=True, max_length=1000)),
                ("at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True)),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("voice", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="flags", to="voices.voice")),
            ],
        ),
        migrations.CreateModel(
            name="ClockEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("received", "received"),
                            ("same_here", "same_here"),
                            ("automatic_answer", "automatic_answer"),
                            ("first_human_answer", "first_human_answer"),
                            ("answered", "answered"),
                            ("reopened", "reopened"),
                            ("closed", "closed"),
                            ("withdrawn", "withdrawn"),
                        ],
                        max_length=20,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("voice", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="ticks", to="voices.voice")),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="AnswerTo",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("answer", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="to", to="voices.answer")),
                ("voice", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="answered_by", to="voices.voice")),
            ],
        ),
        migrations.CreateModel(
            name="VoiceVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("text", models.TextField(max_length=5000)),
                ("at", models.DateTimeField()),
                ("voice", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="texts", to="voices.voice")),
            ],
            options={
                "ordering": ("number",),
            },
        ),
        migrations.AddIndex(
            model_name="answer",
            index=models.Index(fields=["organisation", "-id"], name="answers_by_organisation"),
        ),
        migrations.AddConstraint(
            model_name="answerpromise",
            constraint=models.UniqueConstraint(fields=("organisation", "kind"), name="one_promise_per_kind"),
        ),
        migrations.AddConstraint(
            model_name="answerpromise",
            constraint=models.CheckConstraint(condition=models.Q(("hours__gte", 1)), name="promise_takes_time"),
        ),
        migrations.AddConstraint(
            model_name="answerversion",
            constraint=models.UniqueConstraint(fields=("answer", "number"), name="one_answer_per_version"),
        ),
        migrations.AddIndex(
            model_name="appeal",
            index=models.Index(condition=models.Q(("verdict", "awaited")), fields=["id"], name="appeals_awaited"),
        ),
        migrations.AddIndex(
            model_name="voice",
            index=models.Index(condition=models.Q(("root", None)), fields=["thread", "-id"], name="voices_newest"),
        ),
        migrations.AddIndex(
            model_name="voice",
            index=models.Index(condition=models.Q(("root", None)), fields=["thread", "-support", "-id"], name="voices_supported"),
        ),
        migrations.AddIndex(
            model_name="voice",
            index=models.Index(condition=models.Q(("root", None)), fields=["thread", "shown_at"], name="voices_since"),
        ),
        migrations.AddIndex(
            model_name="voice",
            index=models.Index(condition=models.Q(("waiting_since__isnull", False)), fields=["thread", "due_at"], name="voices_awaited"),
        ),
        migrations.AddIndex(
            model_name="voice",
            index=models.Index(condition=models.Q(("root__isnull", False)), fields=["root", "id"], name="voices_replies"),
        ),
        migrations.AddIndex(
            model_name="voice",
            index=models.Index(
                condition=models.Q(("waiting_since__isnull", False)), fields=["organisation", "due_at", "id"], name="voices_by_clock"
            ),
        ),
        migrations.AddIndex(
            model_name="voice",
            index=models.Index(condition=models.Q(("state", "shown"), _negated=True), fields=["state", "id"], name="voices_by_state"),
        ),
        migrations.AddIndex(
            model_name="voice",
            index=models.Index(fields=["author", "-id"], name="voices_by_author"),
        ),
        migrations.AddConstraint(
            model_name="voice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("parent", None), ("root", None)),
                    models.Q(("parent__isnull", False), ("root__isnull", False)),
                    _connector="OR",
                ),
                name="reply_has_root_and_parent",
            ),
        ),
        migrations.AddConstraint(
            model_name="voice",
            constraint=models.CheckConstraint(condition=models.Q(("parent", models.F("id")), _negated=True), name="voice_answers_another"),
        ),
        migrations.AddConstraint(
            model_name="support",
            constraint=models.UniqueConstraint(fields=("voice", "person", "kind"), name="supported_once"),
        ),
        migrations.AddConstraint(
            model_name="picture",
            constraint=models.UniqueConstraint(fields=("voice", "number"), name="one_picture_per_number"),
        ),
        migrations.AddIndex(
            model_name="flag",
            index=models.Index(condition=models.Q(("settled_at", None)), fields=["voice"], name="flags_standing"),
        ),
        migrations.AddConstraint(
            model_name="flag",
            constraint=models.UniqueConstraint(fields=("voice", "person"), name="flagged_once"),
        ),
        migrations.AddConstraint(
            model_name="answerto",
            constraint=models.UniqueConstraint(fields=("answer", "voice"), name="answered_once_by_each"),
        ),
        migrations.AddConstraint(
            model_name="voiceversion",
            constraint=models.UniqueConstraint(fields=("voice", "number"), name="one_text_per_version"),
        ),
    ]
