"""Sums by sentiment alone, made of the cells that there are; what is not folded yet comes to both."""

# ruff: noqa: S608 - statements are put together from constants of this file

from django.db import migrations, models

SUMS = "sum(mentions), sum(repeats), sum(reposts), sum(engagement), sum(reach)"
SO_FAR = "".join(
    f"""
    INSERT INTO listening_{time}_total (query_id, {time}, sentiment, mentions, repeats, reposts, engagement, reach)
    SELECT query_id, {time}, sentiment, {SUMS} FROM listening_{time}_cell GROUP BY 1, 2, 3;"""
    for time in ("hour", "day")
)


class Migration(migrations.Migration):
    dependencies = [
        ("listening", "0006_change_words"),
    ]

    operations = [
        migrations.CreateModel(
            name="DayTotal",
            fields=[
                ("query_id", models.BigIntegerField()),
                ("sentiment", models.CharField(max_length=8)),
                ("mentions", models.BigIntegerField()),
                ("repeats", models.BigIntegerField()),
                ("reposts", models.BigIntegerField()),
                ("engagement", models.BigIntegerField()),
                ("reach", models.BigIntegerField()),
                ("day", models.DateField()),
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "query_id",
                        "day",
                        "sentiment",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
            ],
            options={
                "db_table": "listening_day_total",
            },
        ),
        migrations.CreateModel(
            name="HourTotal",
            fields=[
                ("query_id", models.BigIntegerField()),
                ("sentiment", models.CharField(max_length=8)),
                ("mentions", models.BigIntegerField()),
                ("repeats", models.BigIntegerField()),
                ("reposts", models.BigIntegerField()),
                ("engagement", models.BigIntegerField()),
                ("reach", models.BigIntegerField()),
                ("hour", models.DateTimeField()),
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "query_id",
                        "hour",
                        "sentiment",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
            ],
            options={
                "db_table": "listening_hour_total",
            },
        ),
        migrations.RunSQL(SO_FAR, migrations.RunSQL.noop),
    ]
