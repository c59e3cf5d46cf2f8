"""Networks where customers log in to show that an account is theirs, and the questions under way."""

import django.db.models.deletion
from django.db import migrations, models

QUESTIONS = """
ALTER TABLE people_network_question ENABLE ROW LEVEL SECURITY;
ALTER TABLE people_network_question FORCE ROW LEVEL SECURITY;
CREATE POLICY with_its_person ON people_network_question
    USING (EXISTS (SELECT FROM people_person p WHERE p.id = person_id))
    WITH CHECK ((SELECT people_purpose()) = 'legal_duty'
                AND EXISTS (SELECT FROM people_person p WHERE p.id = person_id));
"""
OPEN_QUESTIONS = """
DROP POLICY with_its_person ON people_network_question;
ALTER TABLE people_network_question NO FORCE ROW LEVEL SECURITY;
ALTER TABLE people_network_question DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0013_search_at_volume"),
    ]

    operations = [
        migrations.CreateModel(
            name="ProofNetwork",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(choices=[("mastodon", "mastodon"), ("oidc", "oidc")], max_length=10),
                ),
                ("name", models.CharField(max_length=120)),
                ("address", models.URLField(max_length=300, unique=True)),
                ("channel", models.CharField(max_length=40)),
                ("domain", models.CharField(blank=True, max_length=253)),
                ("handle_claim", models.CharField(blank=True, max_length=60)),
                ("client_id", models.CharField(max_length=300)),
                ("sealed_client_secret", models.TextField(blank=True)),
                ("is_active", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "db_table": "people_proof_network",
                "ordering": ["name", "id"],
            },
        ),
        migrations.AlterField(
            model_name="claim",
            name="way",
            field=models.CharField(
                choices=[("sent_back", "sent_back"), ("in_profile", "in_profile"), ("log_in", "log_in")],
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            name="NetworkQuestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("state_hash", models.CharField(max_length=64, unique=True)),
                ("browser_hash", models.CharField(max_length=64)),
                ("sealed", models.TextField()),
                ("asked_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "claim",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.claim",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person"
                    ),
                ),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="people.proofnetwork",
                    ),
                ),
            ],
            options={
                "db_table": "people_network_question",
            },
        ),
        migrations.RunSQL(QUESTIONS, OPEN_QUESTIONS),
    ]
