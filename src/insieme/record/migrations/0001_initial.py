# SPDX-License-Identifier: AGPL-3.0-or-later
import django.db.models.deletion
from django.db import migrations, models

import insieme.foundation.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Checkpoint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("size", models.BigIntegerField(unique=True)),
                ("root", models.CharField(max_length=64)),
                ("note", models.TextField()),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Cursor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reaction", models.CharField(max_length=100, unique=True)),
                ("position", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(default=insieme.foundation.ids.new_ref, max_length=16, unique=True)),
                ("code", models.CharField(max_length=80)),
                ("version", models.PositiveSmallIntegerField(default=1)),
                ("about", models.CharField(max_length=200)),
                ("actor", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                ("public", models.TextField()),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("position", models.BigIntegerField(null=True, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name="Parked",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reaction", models.CharField(max_length=100)),
                ("position", models.BigIntegerField()),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("error", models.TextField()),
                ("at", models.DateTimeField()),
                ("next_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Tile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("level", models.PositiveSmallIntegerField()),
                ("index", models.BigIntegerField()),
                ("data", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="Private",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name="+", serialize=False, to="record.entry"
                    ),
                ),
                ("actor", models.CharField(db_index=True, max_length=200)),
                ("salt", models.BinaryField(max_length=32)),
                ("payload", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="Named",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person", models.CharField(db_index=True, max_length=200)),
                ("private", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="record.private")),
            ],
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(condition=models.Q(("position", None)), fields=["id"], name="record_entry_unsealed"),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["about", "position"], name="record_entry_about"),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["code", "position"], name="record_entry_code"),
        ),
        migrations.AddConstraint(
            model_name="parked",
            constraint=models.UniqueConstraint(fields=("reaction", "position"), name="record_parked_once"),
        ),
        migrations.AddConstraint(
            model_name="tile",
            constraint=models.UniqueConstraint(fields=("level", "index"), name="record_tile_place"),
        ),
    ]
