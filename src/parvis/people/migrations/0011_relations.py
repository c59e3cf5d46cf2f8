"""Scales of relationship health, priors of channels, the journey and where each person stands on it."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

# Where somebody stands is seen when they are, and written by the job that serves people.
PLACES = """
ALTER TABLE people_journey_place ENABLE ROW LEVEL SECURITY;
ALTER TABLE people_journey_place FORCE ROW LEVEL SECURITY;
CREATE POLICY with_its_person ON people_journey_place
    USING (EXISTS (SELECT FROM people_person p WHERE p.id = person_id))
    WITH CHECK ((SELECT people_purpose()) IN ('service', 'moderation', 'security', 'legal_duty')
                AND EXISTS (SELECT FROM people_person p WHERE p.id = person_id));
"""
OPEN_PLACES = """
DROP POLICY with_its_person ON people_journey_place;
ALTER TABLE people_journey_place NO FORCE ROW LEVEL SECURITY;
ALTER TABLE people_journey_place DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0010_duplicates"),
    ]

    operations = [
        migrations.CreateModel(
            name="ChannelPrior",
            fields=[
                ("channel", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("alpha", models.FloatField()),
                ("beta", models.FloatField()),
                ("n", models.IntegerField()),
                ("measured_at", models.DateTimeField()),
            ],
            options={
                "db_table": "people_channel_prior",
            },
        ),
        migrations.CreateModel(
            name="HealthScale",
            fields=[
                ("part", models.CharField(max_length=20, primary_key=True, serialize=False)),
                (
                    "quantiles",
                    django.contrib.postgres.fields.ArrayField(base_field=models.FloatField(), size=None),
                ),
                ("n", models.IntegerField()),
                ("measured_at", models.DateTimeField()),
            ],
            options={
                "db_table": "people_health_scale",
            },
        ),
        migrations.CreateModel(
            name="JourneyFigure",
            fields=[
                ("step", models.CharField(max_length=30, primary_key=True, serialize=False)),
                ("persons", models.IntegerField()),
                ("arrived_in_month", models.IntegerField()),
                ("negative", models.IntegerField()),
                ("neutral", models.IntegerField()),
                ("positive", models.IntegerField()),
                ("not_analysed", models.IntegerField()),
                ("measured_at", models.DateTimeField()),
            ],
            options={
                "db_table": "people_journey_figure",
            },
        ),
        migrations.CreateModel(
            name="JourneyStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=30, unique=True)),
                ("name_en", models.CharField(max_length=60)),
                ("name_fr", models.CharField(max_length=60)),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "signs",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=30), size=None
                    ),
                ),
            ],
            options={
                "db_table": "people_journey_step",
                "ordering": ["position", "id"],
            },
        ),
        migrations.CreateModel(
            name="JourneyPlace",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="journey_place",
                        serialize=False,
                        to="people.person",
                    ),
                ),
                ("step", models.CharField(max_length=30)),
                ("since", models.DateTimeField()),
            ],
            options={
                "db_table": "people_journey_place",
                "indexes": [models.Index(fields=["step", "since"], name="journey_place_by_step")],
            },
        ),
        migrations.RunSQL(PLACES, OPEN_PLACES),
    ]
