"""Log-in of members at a provider, and notices on their devices."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("community", "0016_weeks_of_boards"),
    ]

    operations = [
        migrations.CreateModel(
            name="LogInProvider",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name_en", models.CharField(max_length=60)),
                ("name_fr", models.CharField(max_length=60)),
                ("issuer", models.URLField(max_length=300, unique=True)),
                ("client_id", models.CharField(max_length=300)),
                ("sealed_client_secret", models.TextField(blank=True)),
                ("is_trusted", models.BooleanField(default=False)),
                ("is_active", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "db_table": "community_log_in_provider",
                "ordering": ["name_en", "id"],
            },
        ),
        migrations.CreateModel(
            name="MemberDevice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("endpoint", models.URLField(max_length=1000, unique=True)),
                ("browser_key", models.CharField(max_length=120)),
                ("sealed_browser_secret", models.TextField()),
                ("browser", models.CharField(blank=True, max_length=300)),
                ("created_at", models.DateTimeField()),
                ("last_used_at", models.DateTimeField(null=True)),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="devices",
                        to="community.member",
                    ),
                ),
            ],
            options={
                "db_table": "community_member_device",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="LogInElsewhere",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("subject_hash", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField()),
                ("last_used_at", models.DateTimeField(null=True)),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="log_ins_elsewhere",
                        to="community.member",
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="members",
                        to="community.loginprovider",
                    ),
                ),
            ],
            options={
                "db_table": "community_log_in_elsewhere",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("provider", "subject_hash"), name="one_member_a_subject_of_a_provider"
                    ),
                    models.UniqueConstraint(
                        fields=("provider", "member"), name="one_subject_a_member_of_a_provider"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LogInQuestion",
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
                ("asked_from", models.CharField(blank=True, max_length=64)),
                ("asked_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "member",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="community.member",
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="community.loginprovider",
                    ),
                ),
            ],
            options={
                "db_table": "community_log_in_question",
                "indexes": [models.Index(fields=["-asked_at"], name="log_in_question_by_time")],
            },
        ),
    ]
