"""The knowledge base: articles, their revisions and votes, what was read instead of asking."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

# Only what readers see is found.
SEARCH = """
ALTER TABLE community_article ADD COLUMN document tsvector GENERATED ALWAYS AS (
    CASE WHEN published_id IS NULL THEN ''::tsvector
         ELSE setweight(parvis_document(language, title), 'A') || setweight(parvis_document(language, text), 'C')
    END) STORED;
CREATE INDEX article_document ON community_article USING gin (document);
"""
# The column was kept for it: no row names an article yet, so nothing is looked at for long.
READ_BEFORE = """
ALTER TABLE community_read_before ADD CONSTRAINT read_before_article FOREIGN KEY (read_article_id)
    REFERENCES community_article (id) DEFERRABLE INITIALLY DEFERRED;
"""


class Migration(migrations.Migration):
    dependencies = [("community", "0006_questions_of_products")]

    operations = [
        migrations.CreateModel(
            name="Article",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("language", models.CharField(max_length=5)),
                ("title", models.CharField(max_length=200)),
                ("slug", models.CharField(max_length=80)),
                ("text", models.TextField()),
                ("html", models.TextField()),
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
                            ("draft", "draft"),
                            ("review", "review"),
                            ("published", "published"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("published_at", models.DateTimeField(null=True)),
                ("updated_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("view_count", models.IntegerField(default=0)),
                ("helpful_count", models.IntegerField(default=0)),
                ("unhelpful_count", models.IntegerField(default=0)),
                ("used_count", models.IntegerField(default=0)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="articles",
                        to="community.member",
                    ),
                ),
                (
                    "board",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="articles",
                        to="community.board",
                    ),
                ),
                (
                    "credited",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="credited_articles",
                        to="community.member",
                    ),
                ),
                (
                    "origin_answer",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="article",
                        to="community.answer",
                    ),
                ),
                (
                    "origin_question",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="articles",
                        to="community.question",
                    ),
                ),
                (
                    "original",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="translations",
                        to="community.article",
                    ),
                ),
            ],
            options={
                "db_table": "community_article",
            },
        ),
        migrations.CreateModel(
            name="ArticleRevision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.IntegerField()),
                ("title", models.CharField(max_length=200)),
                ("text", models.TextField()),
                (
                    "tags",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), default=list, size=None
                    ),
                ),
                ("why", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField()),
                ("submitted_at", models.DateTimeField(null=True)),
                ("judged_at", models.DateTimeField(null=True)),
                ("reason", models.CharField(blank=True, max_length=1000)),
                ("published_at", models.DateTimeField(null=True)),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="revisions",
                        to="community.article",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="community.member"
                    ),
                ),
                (
                    "judged_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="community.member",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="community.articlerevision",
                    ),
                ),
            ],
            options={
                "db_table": "community_article_revision",
            },
        ),
        migrations.AddField(
            model_name="article",
            name="newest",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="community.articlerevision",
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="published",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="community.articlerevision",
            ),
        ),
        migrations.CreateModel(
            name="ArticleVote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("visitor", models.CharField(blank=True, max_length=64)),
                ("is_helpful", models.BooleanField()),
                ("word", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField()),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="votes",
                        to="community.article",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="article_votes",
                        to="community.member",
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="community.articlerevision",
                    ),
                ),
            ],
            options={
                "db_table": "community_article_vote",
            },
        ),
        migrations.CreateModel(
            name="DayOfArticle",
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
                ("uses", models.IntegerField(default=0)),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="days",
                        to="community.article",
                    ),
                ),
            ],
            options={
                "db_table": "community_day_of_article",
            },
        ),
        migrations.CreateModel(
            name="Deflection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("once", models.CharField(max_length=64, unique=True)),
                ("language", models.CharField(max_length=5)),
                ("at", models.DateTimeField()),
                (
                    "article",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deflections",
                        to="community.article",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deflections",
                        to="community.question",
                    ),
                ),
            ],
            options={
                "db_table": "community_deflection",
            },
        ),
        migrations.AddConstraint(
            model_name="articlerevision",
            constraint=models.UniqueConstraint(fields=("article", "number"), name="article_revision_once"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                models.OrderBy(models.F("updated_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                condition=models.Q(("published__isnull", False)),
                name="published_articles",
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                models.OrderBy(models.F("changed_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                name="article_by_change",
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=django.contrib.postgres.indexes.GinIndex(fields=["tags"], name="article_tags"),
        ),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.UniqueConstraint(
                fields=("original", "language"), name="one_translation_a_language"
            ),
        ),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "published"), _negated=True),
                    ("published__isnull", False),
                    _connector="OR",
                ),
                name="published_article_shows",
            ),
        ),
        migrations.AddIndex(
            model_name="articlevote",
            index=models.Index(fields=["article", "at"], name="article_votes_by_time"),
        ),
        migrations.AddIndex(
            model_name="articlevote",
            index=models.Index(
                condition=models.Q(("visitor", ""), _negated=True),
                fields=["visitor", "at"],
                name="votes_of_visitor",
            ),
        ),
        migrations.AddConstraint(
            model_name="articlevote",
            constraint=models.UniqueConstraint(fields=("article", "member"), name="article_vote_once"),
        ),
        migrations.AddConstraint(
            model_name="articlevote",
            constraint=models.UniqueConstraint(
                condition=models.Q(("visitor", ""), _negated=True),
                fields=("article", "visitor"),
                name="visitor_vote_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="dayofarticle",
            constraint=models.UniqueConstraint(fields=("article", "day"), name="one_day_of_article"),
        ),
        migrations.AddIndex(
            model_name="deflection",
            index=models.Index(fields=["at"], name="deflections_by_time"),
        ),
        migrations.AddConstraint(
            model_name="deflection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("article__isnull", True), ("question__isnull", False)),
                    models.Q(("article__isnull", False), ("question__isnull", True)),
                    _connector="OR",
                ),
                name="deflection_by_one_text",
            ),
        ),
        migrations.RunSQL(SEARCH, "ALTER TABLE community_article DROP COLUMN document"),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    READ_BEFORE, "ALTER TABLE community_read_before DROP CONSTRAINT read_before_article"
                )
            ],
            state_operations=[
                migrations.RemoveField(model_name="readbefore", name="read_article_id"),
                migrations.AddField(
                    model_name="readbefore",
                    name="read_article",
                    field=models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="community.article",
                    ),
                ),
            ],
        ),
    ]
