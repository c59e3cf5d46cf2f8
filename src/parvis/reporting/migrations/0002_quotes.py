"""Posts that were chosen for reports: which ones, not what they say."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Quote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("mention_id", models.BigIntegerField()),
                ("published_at", models.DateTimeField()),
                ("added_at", models.DateTimeField()),
                ("added_by_id", models.BigIntegerField(null=True)),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="quotes",
                        to="reporting.report",
                    ),
                ),
            ],
            options={
                "db_table": "reporting_quote",
                "ordering": ["id"],
                "constraints": [models.UniqueConstraint(fields=("report", "mention_id"), name="quoted_once")],
            },
        ),
    ]
