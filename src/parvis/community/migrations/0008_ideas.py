"""Ideas: what members wish, who wants it too, what the company answered, themes for a time, duplicates."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

SEARCH = """
ALTER TABLE community_idea ADD COLUMN document tsvector
    GENERATED ALWAYS AS (setweight(parvis_document(language, title), 'A')
                         || setweight(parvis_document(language, text), 'C')) STORED;
CREATE INDEX idea_document ON community_idea USING gin (document);
"""
DROP_SEARCH = "ALTER TABLE community_idea DROP COLUMN document;"


class Migration(migrations.Migration):
    dependencies = [
        ("community", "0007_articles"),
    ]

    operations = [
        migrations.CreateModel(
            name="Idea",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField()),
                ("html", models.TextField()),
                ("language", models.CharField(blank=True, max_length=5)),
                ("title", models.CharField(max_length=200)),
                ("slug", models.CharField(max_length=80)),
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
                            ("shown", "shown"),
                            ("held", "held"),
                            ("withheld", "withheld"),
                            ("removed", "removed"),
                        ],
                        default="shown",
                        max_length=10,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("new", "new"),
                            ("under_review", "under_review"),
                            ("planned", "planned"),
                            ("in_work", "in_work"),
                            ("done", "done"),
                            ("declined", "declined"),
                            ("merged", "merged"),
                        ],
                        default="new",
                        max_length=12,
                    ),
                ),
                ("status_number", models.IntegerField(default=0)),
                ("status_at", models.DateTimeField()),
                ("vote_count", models.IntegerField(default=0)),
                ("comment_count", models.IntegerField(default=0)),
                ("last_position", models.IntegerField(default=0)),
                ("proposed_at", models.DateTimeField()),
                ("edited_at", models.DateTimeField(null=True)),
                ("due_at", models.DateTimeField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("overdue_told_at", models.DateTimeField(null=True)),
                ("origin", models.CharField(default="web", max_length=40)),
                ("external_id", models.CharField(max_length=200, null=True)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="community.member",
                    ),
                ),
                (
                    "board",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ideas",
                        to="community.board",
                    ),
                ),
                (
                    "in_charge",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ideas_in_charge",
                        to="community.member",
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="community.idea",
                    ),
                ),
            ],
            options={
                "db_table": "community_idea",
            },
        ),
        migrations.CreateModel(
            name="IdeaMerge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("status_before", models.CharField(max_length=12)),
                ("due_before", models.DateTimeField(null=True)),
                ("moved_votes", models.IntegerField(default=0)),
                ("at", models.DateTimeField()),
                ("by_id", models.BigIntegerField()),
                ("undone_at", models.DateTimeField(null=True)),
                ("undone_by_id", models.BigIntegerField(null=True)),
                (
                    "into",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merges_received",
                        to="community.idea",
                    ),
                ),
                (
                    "merged",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merges",
                        to="community.idea",
                    ),
                ),
            ],
            options={
                "db_table": "community_idea_merge",
            },
        ),
        migrations.CreateModel(
            name="IdeaFollow",
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
                    "idea",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="follows",
                        to="community.idea",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="idea_follows",
                        to="community.member",
                    ),
                ),
                (
                    "merge",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="follows",
                        to="community.ideamerge",
                    ),
                ),
            ],
            options={
                "db_table": "community_idea_follow",
            },
        ),
        migrations.CreateModel(
            name="IdeaRevision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("text", models.TextField()),
                ("why", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="community.member"
                    ),
                ),
                (
                    "idea",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="revisions",
                        to="community.idea",
                    ),
                ),
            ],
            options={
                "db_table": "community_idea_revision",
            },
        ),
        migrations.CreateModel(
            name="IdeaSession",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                ("slug", models.CharField(max_length=80)),
                ("about", models.TextField(blank=True)),
                ("about_html", models.TextField(blank=True)),
                ("language", models.CharField(blank=True, max_length=5)),
                ("opens_at", models.DateTimeField()),
                ("closes_at", models.DateTimeField()),
                ("outcome", models.TextField(blank=True)),
                ("outcome_html", models.TextField(blank=True)),
                ("outcome_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField()),
                ("created_by_id", models.BigIntegerField(null=True)),
            ],
            options={
                "db_table": "community_idea_session",
                "indexes": [
                    models.Index(
                        models.OrderBy(models.F("closes_at"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        name="idea_session_by_end",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("closes_at__gt", models.F("opens_at"))),
                        name="idea_session_has_a_time",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="idea",
            name="session",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="ideas",
                to="community.ideasession",
            ),
        ),
        migrations.CreateModel(
            name="IdeaStatusChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.IntegerField()),
                ("before", models.CharField(max_length=12)),
                ("after", models.CharField(max_length=12)),
                ("reason", models.TextField()),
                ("reason_html", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="community.member"
                    ),
                ),
                (
                    "idea",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="status_changes",
                        to="community.idea",
                    ),
                ),
            ],
            options={
                "db_table": "community_idea_status_change",
            },
        ),
        migrations.CreateModel(
            name="IdeaVote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "idea",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="votes", to="community.idea"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="idea_votes",
                        to="community.member",
                    ),
                ),
                (
                    "merge",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="votes",
                        to="community.ideamerge",
                    ),
                ),
            ],
            options={
                "db_table": "community_idea_vote",
            },
        ),
        migrations.CreateModel(
            name="IdeaComment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField()),
                ("html", models.TextField()),
                ("language", models.CharField(blank=True, max_length=5)),
                ("position", models.IntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("shown", "shown"),
                            ("held", "held"),
                            ("withheld", "withheld"),
                            ("removed", "removed"),
                        ],
                        default="shown",
                        max_length=10,
                    ),
                ),
                ("written_at", models.DateTimeField()),
                ("extended_at", models.DateTimeField(null=True)),
                ("origin", models.CharField(default="web", max_length=40)),
                ("external_id", models.CharField(max_length=200, null=True)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="community.member",
                    ),
                ),
                (
                    "extended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="community.member",
                    ),
                ),
                (
                    "idea",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to="community.idea",
                    ),
                ),
            ],
            options={
                "db_table": "community_idea_comment",
                "indexes": [
                    models.Index(
                        models.F("author"),
                        models.OrderBy(models.F("written_at"), descending=True),
                        name="idea_comment_by_author",
                    ),
                    models.Index(
                        models.F("idea"),
                        models.F("position"),
                        condition=models.Q(("extended_at__isnull", False)),
                        name="idea_extensions",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("idea", "position"), name="idea_comment_position_once"),
                    models.UniqueConstraint(
                        fields=("origin", "external_id"), name="idea_comment_once_per_origin"
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="ideamerge",
            constraint=models.UniqueConstraint(
                condition=models.Q(("undone_at__isnull", True)), fields=("merged",), name="merged_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="ideamerge",
            constraint=models.CheckConstraint(
                condition=models.Q(("merged", models.F("into")), _negated=True), name="merged_with_another"
            ),
        ),
        migrations.AddIndex(
            model_name="ideafollow",
            index=models.Index(
                condition=models.Q(("is_wanted", True)), fields=["idea"], name="followers_of_idea"
            ),
        ),
        migrations.AddConstraint(
            model_name="ideafollow",
            constraint=models.UniqueConstraint(fields=("idea", "member"), name="one_follow_an_idea"),
        ),
        migrations.AddIndex(
            model_name="idea",
            index=models.Index(
                models.OrderBy(models.F("vote_count"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                condition=models.Q(
                    ("state", "shown"), ("status__in", ("new", "under_review", "planned", "in_work"))
                ),
                name="idea_most_wanted",
            ),
        ),
        migrations.AddIndex(
            model_name="idea",
            index=models.Index(
                models.OrderBy(models.F("proposed_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                condition=models.Q(("state", "shown")),
                name="idea_newest",
            ),
        ),
        migrations.AddIndex(
            model_name="idea",
            index=models.Index(
                models.OrderBy(models.F("status_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                condition=models.Q(("state", "shown"), ("status_number__gt", 0)),
                name="idea_answered_lately",
            ),
        ),
        migrations.AddIndex(
            model_name="idea",
            index=models.Index(
                models.F("status"),
                models.OrderBy(models.F("vote_count"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                condition=models.Q(("state", "shown")),
                name="idea_by_status",
            ),
        ),
        migrations.AddIndex(
            model_name="idea",
            index=models.Index(
                models.F("status"),
                models.OrderBy(models.F("status_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                condition=models.Q(("state", "shown")),
                name="idea_status_since",
            ),
        ),
        migrations.AddIndex(
            model_name="idea",
            index=models.Index(
                models.F("board"),
                models.OrderBy(models.F("vote_count"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                name="idea_by_board",
            ),
        ),
        migrations.AddIndex(
            model_name="idea",
            index=models.Index(
                models.F("session"),
                models.OrderBy(models.F("vote_count"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                condition=models.Q(("session__isnull", False)),
                name="idea_by_session",
            ),
        ),
        migrations.AddIndex(
            model_name="idea",
            index=models.Index(
                models.F("author"),
                models.OrderBy(models.F("proposed_at"), descending=True),
                name="idea_by_author",
            ),
        ),
        migrations.AddIndex(
            model_name="idea",
            index=models.Index(
                models.F("in_charge"),
                models.OrderBy(models.F("id"), descending=True),
                condition=models.Q(("in_charge__isnull", False)),
                name="idea_by_charge",
            ),
        ),
        migrations.AddIndex(
            model_name="idea",
            index=models.Index(
                models.F("due_at"),
                models.F("id"),
                condition=models.Q(("answered_at__isnull", True), ("due_at__isnull", False)),
                name="idea_due",
            ),
        ),
        migrations.AddIndex(
            model_name="idea",
            index=models.Index(
                models.F("merged_into"),
                condition=models.Q(("merged_into__isnull", False)),
                name="idea_duplicates",
            ),
        ),
        migrations.AddIndex(
            model_name="idea",
            index=django.contrib.postgres.indexes.GinIndex(fields=["tags"], name="idea_tags"),
        ),
        migrations.AddConstraint(
            model_name="idea",
            constraint=models.UniqueConstraint(fields=("origin", "external_id"), name="idea_once_per_origin"),
        ),
        migrations.AddConstraint(
            model_name="idea",
            constraint=models.CheckConstraint(
                condition=models.Q(("vote_count__gte", 0)), name="idea_vote_count"
            ),
        ),
        migrations.AddConstraint(
            model_name="idea",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("merged_into__isnull", False), ("status", "merged")),
                    models.Q(models.Q(("status", "merged"), _negated=True), ("merged_into__isnull", True)),
                    _connector="OR",
                ),
                name="idea_merged_into_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="idea",
            constraint=models.CheckConstraint(
                condition=models.Q(("merged_into", models.F("id")), _negated=True),
                name="idea_not_its_own_duplicate",
            ),
        ),
        migrations.AddConstraint(
            model_name="ideastatuschange",
            constraint=models.UniqueConstraint(fields=("idea", "number"), name="idea_status_number_once"),
        ),
        migrations.AddConstraint(
            model_name="ideastatuschange",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="idea_status_has_a_reason"
            ),
        ),
        migrations.AddIndex(
            model_name="ideavote",
            index=models.Index(fields=["member", "at"], name="idea_votes_of_member"),
        ),
        migrations.AddConstraint(
            model_name="ideavote",
            constraint=models.UniqueConstraint(fields=("idea", "member"), name="one_vote_an_idea"),
        ),
        migrations.RunSQL(SEARCH, DROP_SEARCH),
    ]
