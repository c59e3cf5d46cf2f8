"""Reputation: facts, days of merit, levels given, badges and ranks with a sober first set, super-users, exports."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models
from django.utils import timezone

# kind, slug, names, what it is for in both languages, formula. Ranks in rising order.
SHIPPED = (
    ("rank", "helping-hand", "Helping hand", "Coup de main",
     "Helps others now and then.", "Aide les autres de temps en temps.",
     "answers >= 5 and helpful >= 3"),
    ("rank", "guide", "Guide", "Guide",
     "Answers that solve, for many.", "Des réponses qui résolvent, pour beaucoup.",
     "accepted >= 10 and helpful >= 20 and helped >= 10"),
    ("rank", "reference", "Reference", "Référence",
     "Whose answers are looked for.", "Dont on cherche les réponses.",
     "accepted >= 50 and accepted / answers >= 0.3 and helped >= 30"),
    ("badge", "first-answer", "First answer", "Première réponse",
     "Answered somebody for the first time.", "A répondu à quelqu’un pour la première fois.",
     "answers >= 1"),
    ("badge", "first-solution", "First solution", "Première solution",
     "An answer of theirs solved a question.", "Une de ses réponses a résolu une question.",
     "accepted >= 1"),
    ("badge", "ten-solutions", "Ten solutions", "Dix solutions",
     "Ten of their answers solved a question.", "Dix de ses réponses ont résolu une question.",
     "accepted >= 10"),
    ("badge", "thanked", "Thanked", "Merci souvent dit",
     "Their answers helped twenty-five times.", "Ses réponses ont aidé vingt-cinq fois.",
     "helpful >= 25"),
    ("badge", "sure-hand", "Sure hand", "Valeur sûre",
     "Of twenty answers and more, every second one solves.",
     "Sur vingt réponses ou plus, une sur deux résout.",
     "answers >= 20 and accepted / answers >= 0.5"),
    ("badge", "many-people", "For many people", "Pour beaucoup de monde",
     "Answered twenty-five different people.", "A répondu à vingt-cinq personnes différentes.",
     "helped >= 25"),
    ("badge", "reader", "Faithful reader", "Fidèle lecture",
     "Reads here on thirty days and more.", "Lit ici depuis trente jours ou plus.",
     "days_visited >= 30 and posts_read >= 300"),
    ("badge", "one-year", "One year", "Un an",
     "Here for a year, and often.", "Ici depuis un an, et souvent.",
     "days_member >= 365 and days_visited >= 50"),
)  # fmt: skip


def begin_badges(apps, schema_editor):
    """A community begins with a sober set; the house changes it later."""
    alias, now = schema_editor.connection.alias, timezone.now()
    badge, version = apps.get_model("community", "Badge"), apps.get_model("community", "BadgeVersion")
    for position, (kind, slug, name_en, name_fr, about_en, about_fr, formula) in enumerate(SHIPPED, start=1):
        made = badge.objects.using(alias).create(
            kind=kind, slug=slug, name_en=name_en, name_fr=name_fr, about_en=about_en, about_fr=about_fr,
            formula=formula, position=position, changed_at=now,
        )  # fmt: skip
        version.objects.using(alias).create(
            badge=made, version=1, formula=formula, name_en=name_en, name_fr=name_fr, at=now
        )


class Migration(migrations.Migration):
    dependencies = [
        ("community", "0009_looks"),
    ]

    operations = [
        migrations.CreateModel(
            name="Badge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(max_length=40, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("badge", "badge"), ("rank", "rank")], default="badge", max_length=5
                    ),
                ),
                ("name_en", models.CharField(max_length=60)),
                ("name_fr", models.CharField(max_length=60)),
                ("about_en", models.CharField(blank=True, max_length=200)),
                ("about_fr", models.CharField(blank=True, max_length=200)),
                ("formula", models.CharField(max_length=300)),
                ("version", models.PositiveIntegerField(default=1)),
                ("position", models.PositiveIntegerField(default=0)),
                ("is_retired", models.BooleanField(default=False)),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "db_table": "community_badge",
                "ordering": ["kind", "position", "id"],
            },
        ),
        migrations.CreateModel(
            name="MemberFacts",
            fields=[
                (
                    "member",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="facts",
                        serialize=False,
                        to="community.member",
                    ),
                ),
                ("answers", models.IntegerField(default=0)),
                ("accepted", models.IntegerField(default=0)),
                ("helpful", models.IntegerField(default=0)),
                ("helpful_given", models.IntegerField(default=0)),
                ("questions", models.IntegerField(default=0)),
                ("questions_answered", models.IntegerField(default=0)),
                ("helped", models.IntegerField(default=0)),
                ("days_visited", models.IntegerField(default=0)),
                ("questions_entered", models.IntegerField(default=0)),
                ("posts_read", models.IntegerField(default=0)),
                ("minutes_read", models.IntegerField(default=0)),
                ("days_member", models.IntegerField(default=0)),
                ("reports_upheld", models.IntegerField(default=0)),
                ("trust", models.IntegerField(default=0)),
                ("counted_at", models.DateTimeField()),
            ],
            options={
                "db_table": "community_member_facts",
            },
        ),
        migrations.AddField(
            model_name="logincode",
            name="asked_from",
            field=models.CharField(blank=True, db_default="", default="", max_length=64),
        ),
        migrations.AddField(
            model_name="member",
            name="is_on_boards",
            field=models.BooleanField(db_default=True, default=True),
        ),
        migrations.AddField(
            model_name="member",
            name="shows_badges",
            field=models.BooleanField(db_default=True, default=True),
        ),
        migrations.AddField(
            model_name="member",
            name="shows_counts",
            field=models.BooleanField(db_default=True, default=True),
        ),
        migrations.AddField(
            model_name="member",
            name="shows_joined",
            field=models.BooleanField(db_default=True, default=True),
        ),
        migrations.AddField(
            model_name="membercontact",
            name="joined_from",
            field=models.CharField(blank=True, db_default="", default="", max_length=64),
        ),
        migrations.AddField(
            model_name="membercontact",
            name="mailbox_hash",
            field=models.CharField(blank=True, db_default="", default="", max_length=64),
        ),
        migrations.CreateModel(
            name="ExpertFigures",
            fields=[
                (
                    "member",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="expert_figures",
                        serialize=False,
                        to="community.member",
                    ),
                ),
                ("answers", models.IntegerField()),
                ("questions", models.IntegerField()),
                ("helped", models.IntegerField()),
                ("decided", models.IntegerField()),
                ("accepted", models.IntegerField()),
                ("helpful", models.IntegerField()),
                ("z", models.FloatField()),
                ("expertise_rank", models.FloatField()),
                ("acceptance_low", models.FloatField(null=True)),
                ("place", models.PositiveIntegerField(null=True)),
                ("measured_at", models.DateTimeField()),
            ],
            options={
                "db_table": "community_expert_figures",
                "indexes": [
                    models.Index(
                        condition=models.Q(("place__isnull", False)),
                        fields=["place"],
                        name="expert_candidates",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="VoteRing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "members",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), size=None, unique=True
                    ),
                ),
                ("inside", models.IntegerField()),
                ("received", models.IntegerField()),
                ("has_one_mailbox", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "open"), ("harmless", "harmless")], default="open", max_length=8
                    ),
                ),
                ("found_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
                ("decided_by_id", models.BigIntegerField(null=True)),
            ],
            options={
                "db_table": "community_vote_ring",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "open")), fields=["-inside"], name="open_vote_rings"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Award",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                ("given_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="awards",
                        to="community.member",
                    ),
                ),
                (
                    "badge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="awards",
                        to="community.badge",
                    ),
                ),
            ],
            options={
                "db_table": "community_award",
                "indexes": [models.Index(fields=["badge", "-given_at"], name="awards_of_badge")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("member", "badge"),
                        name="badge_held_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BadgeVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                ("formula", models.CharField(max_length=300)),
                ("name_en", models.CharField(max_length=60)),
                ("name_fr", models.CharField(max_length=60)),
                ("by_id", models.BigIntegerField(null=True)),
                ("at", models.DateTimeField()),
                (
                    "badge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="community.badge",
                    ),
                ),
            ],
            options={
                "db_table": "community_badge_version",
                "constraints": [
                    models.UniqueConstraint(fields=("badge", "version"), name="one_version_of_badge")
                ],
            },
        ),
        migrations.CreateModel(
            name="DayOfMerit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("helpful", models.IntegerField(default=0)),
                ("accepted", models.IntegerField(default=0)),
                ("answers", models.IntegerField(default=0)),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="community.member"
                    ),
                ),
            ],
            options={
                "db_table": "community_day_of_merit",
                "constraints": [models.UniqueConstraint(fields=("day", "member"), name="one_day_of_merit")],
            },
        ),
        migrations.CreateModel(
            name="DirectMessage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_from_member", models.BooleanField()),
                ("by_id", models.BigIntegerField(null=True)),
                ("text", models.TextField()),
                ("html", models.TextField()),
                ("sent_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField(null=True)),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="direct_messages",
                        to="community.member",
                    ),
                ),
            ],
            options={
                "db_table": "community_direct_message",
                "indexes": [
                    models.Index(fields=["member", "-sent_at"], name="direct_line_of_member"),
                    models.Index(
                        condition=models.Q(("is_from_member", True), ("seen_at__isnull", True)),
                        fields=["sent_at"],
                        name="direct_line_waiting",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MemberExport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "waiting"), ("ready", "ready"), ("failed", "failed")],
                        default="waiting",
                        max_length=7,
                    ),
                ),
                ("language", models.CharField(max_length=5)),
                ("ordered_at", models.DateTimeField()),
                ("ready_at", models.DateTimeField(null=True)),
                ("size_bytes", models.BigIntegerField(default=0)),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="exports",
                        to="community.member",
                    ),
                ),
            ],
            options={
                "db_table": "community_member_export",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")),
                        fields=("member",),
                        name="one_export_at_work",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SuperUserTerm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("invited", "invited"),
                            ("active", "active"),
                            ("declined", "declined"),
                            ("withdrawn", "withdrawn"),
                            ("ended", "ended"),
                        ],
                        default="invited",
                        max_length=9,
                    ),
                ),
                ("figures", models.JSONField(default=dict)),
                ("words", models.CharField(blank=True, max_length=1000)),
                ("contact_id", models.BigIntegerField(null=True)),
                ("invited_by_id", models.BigIntegerField(null=True)),
                ("invited_at", models.DateTimeField()),
                ("mailed_at", models.DateTimeField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("is_ended_by_member", models.BooleanField(default=False)),
                ("thanks", models.CharField(blank=True, max_length=1000)),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="terms",
                        to="community.member",
                    ),
                ),
            ],
            options={
                "db_table": "community_super_user_term",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["invited", "active"])),
                        fields=("member",),
                        name="one_open_term",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TrustChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("before", models.PositiveSmallIntegerField()),
                ("after", models.PositiveSmallIntegerField()),
                (
                    "why",
                    models.CharField(
                        choices=[("counted", "counted"), ("lost", "lost"), ("by_hand", "by_hand")],
                        max_length=8,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("is_fixed", models.BooleanField(default=False)),
                ("by_id", models.BigIntegerField(null=True)),
                ("at", models.DateTimeField()),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="trust_changes",
                        to="community.member",
                    ),
                ),
            ],
            options={
                "db_table": "community_trust_change",
                "indexes": [models.Index(fields=["member", "-at"], name="trust_change_of_member")],
            },
        ),
        migrations.RunPython(begin_badges, migrations.RunPython.noop),
    ]
