"""Reports and restrictions name their text by kind and id, so that every kind of text can be moderated.

A restriction keeps the measure taken, how long it lasts, and what the text's state was before.
"""

from django.db import migrations, models

STATES_OF_QUESTION = [(s, s) for s in ("open", "closed", "held", "withheld", "removed")]
STATES_OF_ANSWER = [(s, s) for s in ("shown", "held", "withheld", "removed")]
MEASURES = [(s, s) for s in ("withheld", "removed", "suspended")]
SOURCES = [(s, s) for s in ("member", "notice", "machine")]

NAME_TEXTS = """
UPDATE community_report SET kind = CASE WHEN question_id IS NULL THEN 'answer' ELSE 'question' END,
    text_id = coalesce(question_id, answer_id);
UPDATE community_restriction SET kind = CASE WHEN question_id IS NULL THEN 'answer' ELSE 'question' END,
    text_id = coalesce(question_id, answer_id),
    state_before = CASE WHEN question_id IS NULL THEN 'shown' ELSE 'open' END;
"""


class Migration(migrations.Migration):
    dependencies = [("community", "0002_moderation")]

    operations = [
        migrations.AddField(
            "report", "kind", models.CharField(max_length=20, default=""), preserve_default=False
        ),
        migrations.AddField("report", "text_id", models.BigIntegerField(default=0), preserve_default=False),
        migrations.AddField(
            "report", "source", models.CharField(choices=SOURCES, default="member", max_length=8)
        ),
        migrations.AddField(
            "restriction",
            "kind",
            models.CharField(blank=True, default="", max_length=20),
            preserve_default=False,
        ),
        migrations.AddField("restriction", "text_id", models.BigIntegerField(null=True)),
        migrations.AddField(
            "restriction", "measure", models.CharField(choices=MEASURES, default="withheld", max_length=10)
        ),
        migrations.AddField(
            "restriction",
            "state_before",
            models.CharField(blank=True, default="", max_length=10),
            preserve_default=False,
        ),
        migrations.AddField("restriction", "until", models.DateTimeField(null=True)),
        migrations.RunSQL(NAME_TEXTS, migrations.RunSQL.noop),
        migrations.RemoveConstraint("report", "report_of_one_text"),
        migrations.RemoveConstraint("report", "question_reported_once"),
        migrations.RemoveConstraint("report", "answer_reported_once"),
        migrations.RemoveField("report", "question"),
        migrations.RemoveField("report", "answer"),
        migrations.RemoveConstraint("restriction", "restriction_of_one_text"),
        migrations.RemoveConstraint("restriction", "question_restricted_once"),
        migrations.RemoveConstraint("restriction", "answer_restricted_once"),
        migrations.RemoveField("restriction", "question"),
        migrations.RemoveField("restriction", "answer"),
        migrations.AddField(
            "report",
            "answer",
            models.CharField(blank=True, default="", max_length=2000),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            "report", models.UniqueConstraint(fields=("kind", "text_id", "by"), name="reported_once")
        ),
        migrations.AddConstraint(
            "restriction",
            models.CheckConstraint(
                condition=models.Q(("measure", "suspended"), ("text_id__isnull", True))
                | models.Q(("text_id__isnull", False)),
                name="restriction_of_a_text",
            ),
        ),
        migrations.AddConstraint(
            "restriction",
            models.UniqueConstraint(
                condition=models.Q(("text_id__isnull", False), ("undone_at__isnull", True)),
                fields=("kind", "text_id"),
                name="restricted_once",
            ),
        ),
        migrations.AlterField(
            "question", "state", models.CharField(choices=STATES_OF_QUESTION, default="open", max_length=10)
        ),
        migrations.AlterField(
            "answer", "state", models.CharField(choices=STATES_OF_ANSWER, default="shown", max_length=10)
        ),
    ]
