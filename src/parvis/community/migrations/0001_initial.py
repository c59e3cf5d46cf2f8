"""The community: members, boards, questions with their answers, and what members do with them."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

# Kept by the database, so that no writer forgets it.
SEARCH = """
ALTER TABLE community_question ADD COLUMN document tsvector
    GENERATED ALWAYS AS (setweight(parvis_document(language, title), 'A')
                         || setweight(parvis_document(language, text), 'C')) STORED;
CREATE INDEX question_document ON community_question USING gin (document);
ALTER TABLE community_answer ADD COLUMN document tsvector
    GENERATED ALWAYS AS (parvis_document(language, text)) STORED;
CREATE INDEX answer_document ON community_answer USING gin (document);
"""
DROP_SEARCH = """
ALTER TABLE community_answer DROP COLUMN document;
ALTER TABLE community_question DROP COLUMN document;
"""

# Where members are reached: read to run the community, to answer them, for a duty; by no public page.
CONTACTS = """
ALTER TABLE community_member_contact ENABLE ROW LEVEL SECURITY;
ALTER TABLE community_member_contact FORCE ROW LEVEL SECURITY;
CREATE POLICY by_purpose ON community_member_contact
    USING ((SELECT people_purpose()) IN ('membership', 'moderation', 'security', 'legal_duty'))
    WITH CHECK ((SELECT people_purpose()) IN ('membership', 'security', 'legal_duty'));
"""
OPEN_CONTACTS = """
DROP POLICY by_purpose ON community_member_contact;
ALTER TABLE community_member_contact NO FORCE ROW LEVEL SECURITY;
ALTER TABLE community_member_contact DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0002_row_level_security"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Member",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("name_key", models.CharField(max_length=120, unique=True)),
                ("about", models.CharField(blank=True, max_length=500)),
                ("language", models.CharField(default="en", max_length=5)),
                ("picture", models.CharField(blank=True, max_length=64)),
                ("trust", models.PositiveSmallIntegerField(default=0)),
                ("is_trust_fixed", models.BooleanField(default=False)),
                ("is_super_user", models.BooleanField(default=False)),
                ("question_count", models.IntegerField(default=0)),
                ("answer_count", models.IntegerField(default=0)),
                ("accepted_count", models.IntegerField(default=0)),
                ("helpful_count", models.IntegerField(default=0)),
                ("joined_at", models.DateTimeField()),
                ("left_at", models.DateTimeField(null=True)),
                ("session_epoch", models.IntegerField(default=0)),
                (
                    "identity",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="community_member",
                        to="people.identity",
                    ),
                ),
                (
                    "staff",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="community_member",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "community_member",
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.IntegerField()),
                ("text", models.TextField()),
                ("html", models.TextField()),
                ("language", models.CharField(blank=True, max_length=5)),
                (
                    "state",
                    models.CharField(
                        choices=[("shown", "shown"), ("withheld", "withheld"), ("removed", "removed")],
                        default="shown",
                        max_length=10,
                    ),
                ),
                ("helpful_count", models.IntegerField(default=0)),
                ("written_at", models.DateTimeField()),
                ("edited_at", models.DateTimeField(null=True)),
                ("origin", models.CharField(default="web", max_length=40)),
                ("external_id", models.CharField(max_length=200, null=True)),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to="community.answer",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="community.member",
                    ),
                ),
            ],
            options={
                "db_table": "community_answer",
            },
        ),
        migrations.CreateModel(
            name="Board",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("slug", models.SlugField(max_length=80, unique=True)),
                ("about", models.CharField(blank=True, max_length=300)),
                ("language", models.CharField(blank=True, max_length=5)),
                ("position", models.PositiveIntegerField(default=0)),
                ("is_private", models.BooleanField(default=False)),
                ("is_closed", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField()),
                (
                    "fused_into",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fused",
                        to="community.board",
                    ),
                ),
            ],
            options={
                "db_table": "community_board",
                "ordering": ["position", "id"],
            },
        ),
        migrations.CreateModel(
            name="LogInCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("email_hash", models.CharField(max_length=64)),
                ("code_hash", models.CharField(max_length=64)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("sent_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "community_log_in_code",
                "indexes": [models.Index(fields=["email_hash", "-sent_at"], name="log_in_code_by_address")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("tries__lte", 20)), name="few_tries_of_a_code")
                ],
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("slug", models.CharField(max_length=80)),
                ("text", models.TextField()),
                ("html", models.TextField()),
                ("language", models.CharField(blank=True, max_length=5)),
                (
                    "tags",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), default=list, size=None
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("closed", "closed"),
                            ("withheld", "withheld"),
                            ("removed", "removed"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("edited_at", models.DateTimeField(null=True)),
                ("active_at", models.DateTimeField()),
                ("first_answered_at", models.DateTimeField(null=True)),
                ("answer_count", models.IntegerField(default=0)),
                ("last_position", models.IntegerField(default=0)),
                ("me_too_count", models.IntegerField(default=0)),
                ("view_count", models.IntegerField(default=0)),
                ("accepted_at", models.DateTimeField(null=True)),
                ("assigned_id", models.BigIntegerField(null=True)),
                ("origin", models.CharField(default="web", max_length=40)),
                ("external_id", models.CharField(max_length=200, null=True)),
                (
                    "accepted",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accepted_for",
                        to="community.answer",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questions",
                        to="community.member",
                    ),
                ),
                (
                    "board",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questions",
                        to="community.board",
                    ),
                ),
                (
                    "counterpart",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="community.question",
                    ),
                ),
                (
                    "last_answer_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="community.member",
                    ),
                ),
            ],
            options={
                "db_table": "community_question",
            },
        ),
        migrations.CreateModel(
            name="MeToo",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="community.member"
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="me_too",
                        to="community.question",
                    ),
                ),
            ],
            options={
                "db_table": "community_me_too",
            },
        ),
        migrations.CreateModel(
            name="Follow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_wanted", models.BooleanField(default=True)),
                ("told_position", models.IntegerField(default=0)),
                ("at", models.DateTimeField()),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="follows",
                        to="community.member",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="follows",
                        to="community.question",
                    ),
                ),
            ],
            options={
                "db_table": "community_follow",
            },
        ),
        migrations.CreateModel(
            name="DayOfViews",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("views", models.IntegerField(default=0)),
                ("by_members", models.IntegerField(default=0)),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="days",
                        to="community.question",
                    ),
                ),
            ],
            options={
                "db_table": "community_day_of_views",
            },
        ),
        migrations.AddField(
            model_name="answer",
            name="question",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="community.question"
            ),
        ),
        migrations.CreateModel(
            name="ReadBefore",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("read_article_id", models.BigIntegerField(null=True)),
                ("was_proposed", models.BooleanField()),
                ("at", models.DateTimeField()),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="read_before",
                        to="community.question",
                    ),
                ),
                (
                    "read_question",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="community.question",
                    ),
                ),
            ],
            options={
                "db_table": "community_read_before",
            },
        ),
        migrations.CreateModel(
            name="Revision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=200)),
                ("text", models.TextField()),
                ("why", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField()),
                (
                    "answer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="revisions",
                        to="community.answer",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="community.member"
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="revisions",
                        to="community.question",
                    ),
                ),
            ],
            options={
                "db_table": "community_revision",
            },
        ),
        migrations.CreateModel(
            name="MemberContact",
            fields=[
                (
                    "member",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="contact",
                        serialize=False,
                        to="community.member",
                    ),
                ),
                ("email", models.EmailField(max_length=254)),
                ("email_hash", models.CharField(max_length=64)),
                ("is_email_confirmed", models.BooleanField(default=False)),
                ("notices", models.JSONField(default=dict)),
                ("last_seen_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "community_member_contact",
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("email"), name="one_member_per_email"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HelpfulVote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "answer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="helpful_votes",
                        to="community.answer",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="helpful_votes",
                        to="community.member",
                    ),
                ),
            ],
            options={
                "db_table": "community_helpful_vote",
                "indexes": [models.Index(fields=["member", "at"], name="helpful_by_member")],
                "constraints": [models.UniqueConstraint(fields=("answer", "member"), name="helpful_once")],
            },
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.CharField(max_length=60)),
                ("title", models.CharField(blank=True, max_length=200)),
                ("text", models.TextField(blank=True)),
                ("saved_at", models.DateTimeField()),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="drafts",
                        to="community.member",
                    ),
                ),
            ],
            options={
                "db_table": "community_draft",
                "constraints": [
                    models.UniqueConstraint(fields=("member", "place"), name="one_draft_a_place")
                ],
            },
        ),
        migrations.CreateModel(
            name="DayOfReading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("questions_entered", models.IntegerField(default=0)),
                ("answers_read", models.IntegerField(default=0)),
                ("seconds", models.IntegerField(default=0)),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="days",
                        to="community.member",
                    ),
                ),
            ],
            options={
                "db_table": "community_day_of_reading",
                "constraints": [models.UniqueConstraint(fields=("member", "day"), name="one_day_of_reading")],
            },
        ),
        migrations.AddIndex(
            model_name="question",
            index=models.Index(
                models.OrderBy(models.F("active_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                name="question_by_activity",
            ),
        ),
        migrations.AddIndex(
            model_name="question",
            index=models.Index(
                models.F("board"),
                models.OrderBy(models.F("active_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                name="question_by_board",
            ),
        ),
        migrations.AddIndex(
            model_name="question",
            index=models.Index(
                models.OrderBy(models.F("asked_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                condition=models.Q(("answer_count", 0), ("state", "open")),
                name="question_unanswered",
            ),
        ),
        migrations.AddIndex(
            model_name="question",
            index=models.Index(
                models.F("author"),
                models.OrderBy(models.F("asked_at"), descending=True),
                name="question_by_author",
            ),
        ),
        migrations.AddIndex(
            model_name="question",
            index=django.contrib.postgres.indexes.GinIndex(fields=["tags"], name="question_tags"),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.UniqueConstraint(
                fields=("origin", "external_id"), name="question_once_per_origin"
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(("answer_count__gte", 0)), name="question_answer_count"
            ),
        ),
        migrations.AddConstraint(
            model_name="metoo",
            constraint=models.UniqueConstraint(fields=("question", "member"), name="me_too_once"),
        ),
        migrations.AddIndex(
            model_name="follow",
            index=models.Index(
                condition=models.Q(("is_wanted", True)), fields=["question"], name="followers_of_question"
            ),
        ),
        migrations.AddConstraint(
            model_name="follow",
            constraint=models.UniqueConstraint(fields=("question", "member"), name="follow_once"),
        ),
        migrations.AddConstraint(
            model_name="dayofviews",
            constraint=models.UniqueConstraint(fields=("question", "day"), name="one_day_of_views"),
        ),
        migrations.AddIndex(
            model_name="answer",
            index=models.Index(
                models.F("author"),
                models.OrderBy(models.F("written_at"), descending=True),
                name="answer_by_author",
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.UniqueConstraint(fields=("question", "position"), name="answer_position_once"),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.UniqueConstraint(
                fields=("origin", "external_id"), name="answer_once_per_origin"
            ),
        ),
        migrations.AddConstraint(
            model_name="revision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer__isnull", True), ("question__isnull", False)),
                    models.Q(("answer__isnull", False), ("question__isnull", True)),
                    _connector="OR",
                ),
                name="revision_of_one_text",
            ),
        ),
        migrations.RunSQL(SEARCH, DROP_SEARCH),
        migrations.RunSQL(CONTACTS, OPEN_CONTACTS),
    ]
