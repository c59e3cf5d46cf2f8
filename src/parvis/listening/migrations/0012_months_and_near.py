"""Who spoke most in a month, and under which keys posts that say nearly the same are found."""

import django.contrib.postgres.fields
from django.db import migrations, models

# Counted within the hour, the newest first; until then the lists of days are asked.
SO_FAR = """
INSERT INTO listening_month_authors (query_id, month, top_ids, top_mentions, is_stale)
SELECT DISTINCT query_id, date_trunc('month', day)::date, '{}'::bigint[], '{}'::integer[], true
FROM listening_day_authors;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("listening", "0011_count_again"),
    ]

    operations = [
        migrations.CreateModel(
            name="MonthAuthors",
            fields=[
                ("query_id", models.BigIntegerField()),
                ("month", models.DateField()),
                (
                    "top_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                (
                    "top_mentions",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(), default=list, size=None
                    ),
                ),
                ("is_stale", models.BooleanField(default=True)),
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "query_id", "month", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
            ],
            options={
                "db_table": "listening_month_authors",
            },
        ),
        migrations.CreateModel(
            name="NearKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.BigIntegerField()),
                ("text_group", models.BigIntegerField()),
                ("day", models.DateField()),
            ],
            options={
                "db_table": "listening_near",
                "indexes": [
                    models.Index(fields=["key"], name="near_by_key"),
                    models.Index(fields=["day"], name="near_by_day"),
                ],
            },
        ),
        migrations.RunSQL(SO_FAR, migrations.RunSQL.noop),
    ]
