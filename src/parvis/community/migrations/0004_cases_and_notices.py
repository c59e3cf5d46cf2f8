"""Cases in the inbox, and what members are told: on their page, by mail, in a digest."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("community", "0003_texts_by_kind")]

    operations = [
        migrations.AddField(
            model_name="member",
            name="unread_notices",
            field=models.IntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="membercontact",
            name="bounce_count",
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="membercontact",
            name="digest_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name="Case",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("unanswered", "unanswered"),
                            ("difficulty", "difficulty"),
                            ("sent", "sent"),
                        ],
                        max_length=12,
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=500)),
                ("by_id", models.BigIntegerField(null=True)),
                ("opened_at", models.DateTimeField()),
                ("handed_position", models.IntegerField(default=0)),
                ("closed_at", models.DateTimeField(null=True)),
                ("outcome", models.CharField(blank=True, choices=[("solved", "solved")], max_length=10)),
                (
                    "question",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="case",
                        to="community.question",
                    ),
                ),
            ],
            options={
                "db_table": "community_case",
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=20)),
                ("path", models.CharField(max_length=300)),
                ("about", models.JSONField(default=dict)),
                ("count", models.IntegerField(default=1)),
                ("first_position", models.IntegerField(default=0)),
                ("last_position", models.IntegerField(default=0)),
                ("at", models.DateTimeField()),
                ("read_at", models.DateTimeField(null=True)),
                ("mail_due_at", models.DateTimeField(null=True)),
                ("mailed_at", models.DateTimeField(null=True)),
                ("mailed_position", models.IntegerField(default=0)),
                ("mail_count", models.PositiveSmallIntegerField(default=0)),
                ("in_digest", models.BooleanField(default=False)),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to="community.member",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="community.question",
                    ),
                ),
            ],
            options={
                "db_table": "community_notice",
            },
        ),
        migrations.CreateModel(
            name="SentBack",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("email_hash", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "community_sent_back",
                "indexes": [models.Index(fields=["email_hash", "-at"], name="sent_back_by_address")],
            },
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["-opened_at", "-id"], name="case_by_time"),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at__isnull", True), ("outcome", "")),
                    models.Q(("closed_at__isnull", False), ("outcome", "solved")),
                    _connector="OR",
                ),
                name="case_closed_with_an_outcome",
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                models.F("member"),
                models.OrderBy(models.F("at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                name="notice_by_member",
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(("mail_due_at__isnull", False)),
                fields=["mail_due_at"],
                name="notice_mail_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("question__isnull", False), ("read_at__isnull", True)),
                fields=("member", "question", "kind"),
                name="one_unread_notice_a_question",
            ),
        ),
    ]
