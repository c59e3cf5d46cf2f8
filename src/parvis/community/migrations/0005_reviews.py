"""Products in public, reviews of them, pictures, and the counts of blocks in the company's own site."""

import django.db.models.deletion
from django.db import migrations, models

# Messages between members are read by those who pass them on; no public page happens upon them.
POLICY = """
ALTER TABLE community_review_message ENABLE ROW LEVEL SECURITY;
ALTER TABLE community_review_message FORCE ROW LEVEL SECURITY;
CREATE POLICY by_purpose ON community_review_message
    USING ((SELECT people_purpose()) IN ('membership', 'moderation', 'legal_duty'))
    WITH CHECK ((SELECT people_purpose()) IN ('membership', 'legal_duty'));
"""
NO_POLICY = """
DROP POLICY by_purpose ON community_review_message;
ALTER TABLE community_review_message NO FORCE ROW LEVEL SECURITY;
ALTER TABLE community_review_message DISABLE ROW LEVEL SECURITY;
"""


def add_ground(apps, schema_editor):
    """A review can be false in a way that no other text is (L121-4, 28° code de la consommation)."""
    ground = apps.get_model("community", "Ground").objects.using(schema_editor.connection.alias)
    ground.get_or_create(
        number=7,
        defaults={
            "title_en": "Not a real experience",
            "title_fr": "Expérience non réelle",
            "text_en": "Reviews written without the experience they tell of, or for a reward that is not declared.",
            "text_fr": "Les avis écrits sans l’expérience qu’ils racontent, ou contre une récompense non déclarée.",
            "is_law": True,
        },
    )


class Migration(migrations.Migration):
    dependencies = [
        ("community", "0004_cases_and_notices"),
        ("people", "0013_search_at_volume"),
    ]

    operations = [
        migrations.CreateModel(
            name="Review",
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
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("shown", "shown"),
                            ("withdrawn", "withdrawn"),
                            ("held", "held"),
                            ("withheld", "withheld"),
                            ("removed", "removed"),
                        ],
                        default="shown",
                        max_length=10,
                    ),
                ),
                ("stars", models.PositiveSmallIntegerField()),
                ("title", models.CharField(blank=True, max_length=120)),
                ("experienced_on", models.DateField()),
                ("consideration", models.CharField(blank=True, max_length=8)),
                ("verified_at", models.DateTimeField(null=True)),
                ("is_contactable", models.BooleanField(default=True)),
                ("helpful_count", models.IntegerField(default=0)),
                ("written_at", models.DateTimeField()),
                ("edited_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("origin", models.CharField(default="web", max_length=40)),
                ("external_id", models.CharField(max_length=200, null=True)),
            ],
            options={
                "db_table": "community_review",
            },
        ),
        migrations.CreateModel(
            name="ReviewMessage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.CharField(max_length=2000)),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "community_review_message",
            },
        ),
        migrations.CreateModel(
            name="ReviewPicture",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
            ],
            options={
                "db_table": "community_review_picture",
                "ordering": ["position"],
            },
        ),
        migrations.CreateModel(
            name="ReviewReply",
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
                ("edited_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "community_review_reply",
            },
        ),
        migrations.CreateModel(
            name="ReviewRevision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_of_reply", models.BooleanField(default=False)),
                ("stars", models.PositiveSmallIntegerField(null=True)),
                ("title", models.CharField(blank=True, max_length=120)),
                ("text", models.TextField()),
                ("experienced_on", models.DateField(null=True)),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "community_review_revision",
            },
        ),
        migrations.CreateModel(
            name="ReviewVote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "community_review_vote",
            },
        ),
        migrations.CreateModel(
            name="Picture",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=64)),
                ("small_name", models.CharField(max_length=64)),
                ("width", models.PositiveIntegerField()),
                ("height", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pictures",
                        to="community.member",
                    ),
                ),
            ],
            options={
                "db_table": "community_picture",
            },
        ),
        migrations.CreateModel(
            name="ProductPage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(max_length=80, unique=True)),
                ("name", models.CharField(max_length=200)),
                ("about", models.TextField(blank=True)),
                ("html", models.TextField(blank=True)),
                ("shop_url", models.URLField(blank=True, max_length=500)),
                ("is_shown", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                (
                    "picture",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="product_pages",
                        to="community.picture",
                    ),
                ),
                (
                    "product",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="community_page",
                        to="people.product",
                    ),
                ),
            ],
            options={
                "db_table": "community_product_page",
                "ordering": ["name", "id"],
            },
        ),
        migrations.CreateModel(
            name="DayOfBlock",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("kind", models.CharField(max_length=12)),
                (
                    "arm",
                    models.CharField(
                        choices=[("plain", "plain"), ("shown", "shown"), ("held", "held")], max_length=5
                    ),
                ),
                ("tabs", models.IntegerField(default=0)),
                ("seen", models.IntegerField(default=0)),
                ("bought", models.IntegerField(default=0)),
                ("bought_seen", models.IntegerField(default=0)),
                (
                    "page",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="days",
                        to="community.productpage",
                    ),
                ),
            ],
            options={
                "db_table": "community_day_of_block",
            },
        ),
        migrations.AddField(
            model_name="question",
            name="page",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="questions",
                to="community.productpage",
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="author",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="community.member"
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="page",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reviews",
                to="community.productpage",
            ),
        ),
        migrations.AddField(
            model_name="reviewmessage",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="community.member"
            ),
        ),
        migrations.AddField(
            model_name="reviewmessage",
            name="review",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="messages", to="community.review"
            ),
        ),
        migrations.AddField(
            model_name="reviewmessage",
            name="to",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="community.member"
            ),
        ),
        migrations.AddField(
            model_name="reviewpicture",
            name="picture",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="community.picture"
            ),
        ),
        migrations.AddField(
            model_name="reviewpicture",
            name="review",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="pictures", to="community.review"
            ),
        ),
        migrations.AddField(
            model_name="reviewreply",
            name="author",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="review_replies",
                to="community.member",
            ),
        ),
        migrations.AddField(
            model_name="reviewreply",
            name="review",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="reply", to="community.review"
            ),
        ),
        migrations.AddField(
            model_name="reviewrevision",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="community.member"
            ),
        ),
        migrations.AddField(
            model_name="reviewrevision",
            name="review",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="revisions", to="community.review"
            ),
        ),
        migrations.AddField(
            model_name="reviewvote",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="review_votes",
                to="community.member",
            ),
        ),
        migrations.AddField(
            model_name="reviewvote",
            name="review",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="votes", to="community.review"
            ),
        ),
        migrations.AddIndex(
            model_name="picture",
            index=models.Index(fields=["by", "-at"], name="pictures_of_member"),
        ),
        migrations.AddIndex(
            model_name="picture",
            index=models.Index(fields=["small_name"], name="picture_by_small_name"),
        ),
        migrations.AddConstraint(
            model_name="picture",
            constraint=models.UniqueConstraint(
                fields=("name", "by"), name="picture_once_a_member", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="dayofblock",
            constraint=models.UniqueConstraint(
                fields=("day", "kind", "page", "arm"), name="one_day_of_block", nulls_distinct=False
            ),
        ),
        migrations.AddIndex(
            model_name="review",
            index=models.Index(
                models.F("page"),
                models.OrderBy(models.F("written_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                name="review_by_page",
            ),
        ),
        migrations.AddIndex(
            model_name="review",
            index=models.Index(
                models.F("author"),
                models.OrderBy(models.F("written_at"), descending=True),
                name="review_by_author",
            ),
        ),
        migrations.AddIndex(
            model_name="review",
            index=models.Index(
                models.F("stars"),
                models.F("written_at"),
                condition=models.Q(("state", "shown")),
                name="review_to_answer",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(("stars__gte", 1), ("stars__lte", 5)), name="review_stars"
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "withdrawn"), _negated=True),
                fields=("page", "author"),
                name="one_review_a_product",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.UniqueConstraint(
                fields=("origin", "external_id"), name="review_once_per_origin"
            ),
        ),
        migrations.AddIndex(
            model_name="reviewmessage",
            index=models.Index(fields=["by", "at"], name="review_messages_by"),
        ),
        migrations.AddIndex(
            model_name="reviewmessage",
            index=models.Index(fields=["to", "at"], name="review_messages_to"),
        ),
        migrations.AddConstraint(
            model_name="reviewpicture",
            constraint=models.UniqueConstraint(fields=("review", "picture"), name="review_picture_once"),
        ),
        migrations.AddIndex(
            model_name="reviewreply",
            index=models.Index(fields=["written_at"], name="review_reply_by_time"),
        ),
        migrations.AddIndex(
            model_name="reviewvote",
            index=models.Index(fields=["member", "at"], name="review_votes_of_member"),
        ),
        migrations.AddConstraint(
            model_name="reviewvote",
            constraint=models.UniqueConstraint(fields=("review", "member"), name="review_vote_once"),
        ),
        migrations.RunSQL(POLICY, NO_POLICY),
        migrations.RunPython(add_ground, migrations.RunPython.noop),
    ]
