"""Moderation: the charter, reports, restrictions with their reasons, appeals."""

import django.db.models.deletion
from django.db import migrations, models

# The grounds a community begins with; the house changes their words later. Criticism, however harsh, is none.
CHARTER = (
    (
        1,
        "Insult or threat",
        "Injure ou menace",
        "Words that attack a person instead of what they say or do.",
        "Des propos qui s’en prennent à une personne plutôt qu’à ce qu’elle dit ou fait.",
        True,
    ),
    (
        2,
        "Hatred",
        "Haine",
        "Calls to hatred or discrimination because of what somebody is.",
        "Les appels à la haine ou à la discrimination en raison de ce qu’est une personne.",
        True,
    ),
    (
        3,
        "Somebody’s private data",
        "Données personnelles d’autrui",
        "Names, addresses, telephone numbers or pictures of others without their consent.",
        "Noms, adresses, numéros de téléphone ou images d’autrui sans leur accord.",
        True,
    ),
    (
        4,
        "Advertising",
        "Publicité",
        "Texts whose purpose is to sell something or to place links.",
        "Les textes dont le but est de vendre quelque chose ou de placer des liens.",
        False,
    ),
    (
        5,
        "Danger",
        "Danger",
        "Advice that may injure somebody who follows it.",
        "Les conseils qui peuvent blesser ceux qui les suivent.",
        False,
    ),
    (
        6,
        "Other illegal content",
        "Autre contenu illicite",
        "What a law forbids to publish; the statement of reasons names the law.",
        "Ce qu’une loi interdit de publier\u202f; la motivation de la décision la nomme.",
        True,
    ),
)
NAMES = ("number", "title_en", "title_fr", "text_en", "text_fr", "is_law")


def begin_charter(apps, schema_editor):
    """A community begins with a charter; the house changes its words later."""
    ground = apps.get_model("community", "Ground")
    rows = [ground(**dict(zip(NAMES, one, strict=True))) for one in CHARTER]
    ground.objects.using(schema_editor.connection.alias).bulk_create(rows)


class Migration(migrations.Migration):
    dependencies = [
        ("community", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Ground",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(unique=True)),
                ("title_en", models.CharField(max_length=80)),
                ("title_fr", models.CharField(max_length=80)),
                ("text_en", models.CharField(max_length=500)),
                ("text_fr", models.CharField(max_length=500)),
                ("is_law", models.BooleanField(default=False)),
                ("is_retired", models.BooleanField(default=False)),
            ],
            options={
                "db_table": "community_ground",
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="Restriction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("facts", models.CharField(max_length=2000)),
                (
                    "found_by",
                    models.CharField(
                        choices=[("report", "report"), ("moderator", "moderator"), ("machine", "machine")],
                        max_length=10,
                    ),
                ),
                ("sentiment", models.CharField(blank=True, max_length=8)),
                ("at", models.DateTimeField()),
                ("by_id", models.BigIntegerField(null=True)),
                ("undone_at", models.DateTimeField(null=True)),
                ("undone_by_id", models.BigIntegerField(null=True)),
                ("undone_why", models.CharField(blank=True, max_length=500)),
                (
                    "answer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="restrictions",
                        to="community.answer",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="restrictions",
                        to="community.member",
                    ),
                ),
                (
                    "ground",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="restrictions",
                        to="community.ground",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="restrictions",
                        to="community.question",
                    ),
                ),
            ],
            options={
                "db_table": "community_restriction",
                "ordering": [models.OrderBy(models.F("at"), descending=True), "-id"],
            },
        ),
        migrations.CreateModel(
            name="Appeal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.CharField(max_length=2000)),
                ("at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "open"), ("granted", "granted"), ("refused", "refused")],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("judged_by_id", models.BigIntegerField(null=True)),
                ("judged_at", models.DateTimeField(null=True)),
                ("judgement", models.CharField(blank=True, max_length=2000)),
                (
                    "restriction",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appeal",
                        to="community.restriction",
                    ),
                ),
            ],
            options={
                "db_table": "community_appeal",
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reasons", models.CharField(max_length=2000)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "open"), ("upheld", "upheld"), ("declined", "declined")],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_by_id", models.BigIntegerField(null=True)),
                (
                    "answer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="community.answer",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="community.member",
                    ),
                ),
                (
                    "ground",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="community.ground",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="community.question",
                    ),
                ),
            ],
            options={
                "db_table": "community_report",
                "indexes": [
                    models.Index(condition=models.Q(("state", "open")), fields=["at"], name="open_reports")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer__isnull", True), ("question__isnull", False)),
                            models.Q(("answer__isnull", False), ("question__isnull", True)),
                            _connector="OR",
                        ),
                        name="report_of_one_text",
                    ),
                    models.UniqueConstraint(fields=("question", "by"), name="question_reported_once"),
                    models.UniqueConstraint(fields=("answer", "by"), name="answer_reported_once"),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="restriction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer__isnull", True), ("question__isnull", False)),
                    models.Q(("answer__isnull", False), ("question__isnull", True)),
                    _connector="OR",
                ),
                name="restriction_of_one_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="restriction",
            constraint=models.UniqueConstraint(
                condition=models.Q(("undone_at__isnull", True)),
                fields=("question",),
                name="question_restricted_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="restriction",
            constraint=models.UniqueConstraint(
                condition=models.Q(("undone_at__isnull", True)),
                fields=("answer",),
                name="answer_restricted_once",
            ),
        ),
        migrations.AddIndex(
            model_name="appeal",
            index=models.Index(condition=models.Q(("state", "open")), fields=["at"], name="open_appeals"),
        ),
        migrations.AddConstraint(
            model_name="appeal",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "open"), ("judged_at__isnull", False), _connector="OR"),
                name="appeal_judged_at_a_time",
            ),
        ),
        migrations.RunPython(begin_charter, migrations.RunPython.noop),
    ]
