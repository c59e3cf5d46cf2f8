"""Looks of people at new texts with what brought them there, notices by anybody, moods of texts, weeks of health."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

# Who told us of a text: never read by a page.
CONTACTS = """
ALTER TABLE community_notice_contact ENABLE ROW LEVEL SECURITY;
ALTER TABLE community_notice_contact FORCE ROW LEVEL SECURITY;
CREATE POLICY by_purpose ON community_notice_contact
    USING ((SELECT people_purpose()) IN ('moderation', 'legal_duty'))
    WITH CHECK ((SELECT people_purpose()) IN ('moderation', 'legal_duty'));
"""
OPEN_CONTACTS = """
DROP POLICY by_purpose ON community_notice_contact;
ALTER TABLE community_notice_contact NO FORCE ROW LEVEL SECURITY;
ALTER TABLE community_notice_contact DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("community", "0008_ideas"),
    ]

    operations = [
        migrations.CreateModel(
            name="WeekOfHealth",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("week", models.DateField(unique=True)),
                ("members", models.IntegerField(default=0)),
                ("questions", models.IntegerField(default=0)),
                ("answers", models.IntegerField(default=0)),
                ("solved", models.IntegerField(default=0)),
                ("content", models.FloatField(default=0)),
                ("views", models.IntegerField(default=0)),
                ("posts_a_board", models.FloatField(null=True)),
                ("interaction", models.FloatField(null=True)),
                ("hours_between", models.FloatField(null=True)),
                ("writers", models.IntegerField(default=0)),
                ("by_staff", models.IntegerField(default=0)),
                ("by_super_users", models.IntegerField(default=0)),
                ("counted_at", models.DateTimeField()),
            ],
            options={
                "db_table": "community_week_of_health",
                "ordering": ["week"],
            },
        ),
        migrations.CreateModel(
            name="Look",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=20)),
                ("text_id", models.BigIntegerField()),
                ("priority", models.PositiveSmallIntegerField()),
                (
                    "reasons",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), size=None
                    ),
                ),
                ("points", models.JSONField(default=dict)),
                ("score", models.PositiveSmallIntegerField(default=0)),
                ("text_print", models.CharField(blank=True, max_length=64)),
                ("is_held", models.BooleanField(default=False)),
                ("at", models.DateTimeField()),
                ("taken_by_id", models.BigIntegerField(null=True)),
                ("taken_at", models.DateTimeField(null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True, choices=[("shown", "shown"), ("withheld", "withheld")], max_length=10
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_by_id", models.BigIntegerField(null=True)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="looks",
                        to="community.member",
                    ),
                ),
            ],
            options={
                "db_table": "community_look",
            },
        ),
        migrations.CreateModel(
            name="ModerationRules",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("first_posts", models.PositiveSmallIntegerField(default=2)),
                (
                    "first_posts_are",
                    models.CharField(
                        choices=[("show", "show"), ("hold", "hold")], default="show", max_length=4
                    ),
                ),
                ("hold_from", models.PositiveSmallIntegerField(default=60)),
                ("withhold_from", models.PositiveSmallIntegerField(default=90)),
                ("lesson", models.JSONField(default=dict)),
                ("lesson_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "community_moderation_rules",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="one_row_of_rules"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("hold_from__lt", models.F("withhold_from")), ("withhold_from__gte", 80)
                        ),
                        name="people_decide_below",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NoticeContact",
            fields=[
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="contact",
                        serialize=False,
                        to="community.report",
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("email", models.EmailField(max_length=254)),
                ("email_hash", models.CharField(max_length=64)),
                ("language", models.CharField(default="en", max_length=5)),
                ("address", models.CharField(max_length=500)),
                ("at", models.DateTimeField()),
                ("told_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "community_notice_contact",
                "indexes": [models.Index(fields=["email_hash", "at"], name="notices_by_address")],
            },
        ),
        migrations.CreateModel(
            name="TextMood",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=20)),
                ("text_id", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("sentiment", models.CharField(max_length=8)),
                ("probability", models.FloatField()),
                ("model_version", models.CharField(max_length=40)),
            ],
            options={
                "db_table": "community_text_mood",
                "indexes": [models.Index(fields=["at", "sentiment"], name="moods_by_time")],
                "constraints": [models.UniqueConstraint(fields=("kind", "text_id"), name="one_mood_a_text")],
            },
        ),
        migrations.CreateModel(
            name="WatchedWord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.CharField(max_length=80)),
                ("key", models.CharField(max_length=160)),
                ("language", models.CharField(blank=True, max_length=5)),
                ("act", models.CharField(choices=[("hold", "hold"), ("flag", "flag")], max_length=4)),
                ("added_by_id", models.BigIntegerField(null=True)),
                ("added_at", models.DateTimeField()),
                ("retired_at", models.DateTimeField(null=True)),
                (
                    "ground",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="watched_words",
                        to="community.ground",
                    ),
                ),
            ],
            options={
                "db_table": "community_watched_word",
                "ordering": ["words", "id"],
            },
        ),
        migrations.CreateModel(
            name="WordCatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "look",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="catches",
                        to="community.look",
                    ),
                ),
                (
                    "word",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="catches",
                        to="community.watchedword",
                    ),
                ),
            ],
            options={
                "db_table": "community_word_catch",
            },
        ),
        migrations.AddIndex(
            model_name="look",
            index=models.Index(
                condition=models.Q(("outcome", "")), fields=["priority", "at"], name="open_looks"
            ),
        ),
        migrations.AddIndex(
            model_name="look",
            index=models.Index(
                condition=models.Q(("outcome", "withheld")), fields=["text_print"], name="withheld_prints"
            ),
        ),
        migrations.AddConstraint(
            model_name="look",
            constraint=models.UniqueConstraint(
                condition=models.Q(("outcome", "")), fields=("kind", "text_id"), name="one_open_look"
            ),
        ),
        migrations.AddConstraint(
            model_name="watchedword",
            constraint=models.UniqueConstraint(
                condition=models.Q(("retired_at__isnull", True)),
                fields=("key", "language"),
                name="watched_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="wordcatch",
            constraint=models.UniqueConstraint(fields=("word", "look"), name="caught_once"),
        ),
        migrations.RunSQL(CONTACTS, OPEN_CONTACTS),
    ]
