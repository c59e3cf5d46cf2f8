"""Proofs that a handle is a person's, and handles that are refused for a record."""

import django.db.models.deletion
from django.db import migrations, models

CLAIMS = """
ALTER TABLE people_claim ENABLE ROW LEVEL SECURITY;
ALTER TABLE people_claim FORCE ROW LEVEL SECURITY;
CREATE POLICY with_its_person ON people_claim
    USING (EXISTS (SELECT FROM people_person p WHERE p.id = person_id))
    WITH CHECK ((SELECT people_purpose()) IN ('service', 'moderation', 'security', 'legal_duty')
                AND EXISTS (SELECT FROM people_person p WHERE p.id = person_id));
"""
OPEN_CLAIMS = """
DROP POLICY with_its_person ON people_claim;
ALTER TABLE people_claim NO FORCE ROW LEVEL SECURITY;
ALTER TABLE people_claim DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0011_relations"),
    ]

    operations = [
        migrations.CreateModel(
            name="RefusedLink",
            fields=[
                ("pair_hash", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "people_refused_link",
            },
        ),
        migrations.CreateModel(
            name="Claim",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[("sent_back", "sent_back"), ("in_profile", "in_profile")], max_length=10
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("used", "used"),
                            ("over", "over"),
                            ("withdrawn", "withdrawn"),
                            ("conflict", "conflict"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("code_hash", models.CharField(max_length=64)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("made_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True)),
                ("made_by_id", models.BigIntegerField(null=True)),
                ("made_by_name", models.CharField(blank=True, max_length=200)),
                (
                    "identity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="claims",
                        to="people.identity",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="claims", to="people.person"
                    ),
                ),
            ],
            options={
                "db_table": "people_claim",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "open")),
                        fields=["identity"],
                        name="open_claims_of_handle",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")),
                        fields=("identity", "person", "way"),
                        name="one_open_claim",
                    )
                ],
            },
        ),
        migrations.RunSQL(CLAIMS, OPEN_CLAIMS),
    ]
