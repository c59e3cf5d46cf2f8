"""Keyed hashes by which anonymous handles are known again, for figures."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0014_proof_networks"),
    ]

    operations = [
        migrations.CreateModel(
            name="HeardHash",
            fields=[
                (
                    "identity",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="heard_hash",
                        serialize=False,
                        to="people.identity",
                    ),
                ),
                ("value_hash", models.CharField(max_length=64, unique=True)),
                ("heard_at", models.DateTimeField(db_index=True)),
            ],
            options={
                "db_table": "people_heard_hash",
            },
        ),
    ]
