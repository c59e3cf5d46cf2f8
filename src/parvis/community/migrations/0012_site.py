"""The square's set-up, the pages that the company writes, and which text shows which picture."""

import django.contrib.postgres.fields
from django.db import migrations, models


def _id() -> models.BigAutoField:
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    dependencies = [("community", "0011_brought_in")]

    operations = [
        migrations.CreateModel(
            name="Site",
            fields=[
                ("id", _id()),
                ("name", models.CharField(blank=True, max_length=80)),
                ("accent", models.CharField(blank=True, max_length=7)),
                (
                    "font",
                    models.CharField(
                        choices=[("inter", "inter"), ("system", "system"), ("serif", "serif")],
                        default="inter",
                        max_length=6,
                    ),
                ),
                ("logo", models.CharField(blank=True, max_length=64)),
                ("welcome_en", models.CharField(blank=True, max_length=1000)),
                ("welcome_fr", models.CharField(blank=True, max_length=1000)),
                (
                    "pages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=8), default=list, size=None
                    ),
                ),
                (
                    "embedded_by",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200), default=list, size=None
                    ),
                ),
                ("version", models.IntegerField(default=0)),
            ],
            options={
                "db_table": "community_site",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="one_community_site")
                ],
            },
        ),
        migrations.CreateModel(
            name="SitePage",
            fields=[
                ("id", _id()),
                (
                    "code",
                    models.CharField(
                        choices=[("legal", "legal"), ("privacy", "privacy"), ("terms", "terms")], max_length=8
                    ),
                ),
                ("language", models.CharField(max_length=5)),
                ("text", models.TextField()),
                ("html", models.TextField()),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "db_table": "community_site_page",
                "constraints": [
                    models.UniqueConstraint(fields=("code", "language"), name="one_site_page_a_language")
                ],
            },
        ),
        migrations.CreateModel(
            name="TextPicture",
            fields=[
                ("id", _id()),
                ("kind", models.CharField(max_length=16)),
                ("text_id", models.BigIntegerField()),
                ("name", models.CharField(max_length=64)),
            ],
            options={
                "db_table": "community_text_picture",
                "indexes": [models.Index(fields=["kind", "text_id"], name="pictures_of_text")],
                "constraints": [
                    models.UniqueConstraint(fields=("name", "kind", "text_id"), name="text_picture_once")
                ],
            },
        ),
    ]
