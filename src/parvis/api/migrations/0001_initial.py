"""What the machine interface remembers."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0002_api_tokens"),
    ]

    operations = [
        migrations.CreateModel(
            name="RequestCount",
            fields=[
                ("caller", models.CharField(max_length=80, primary_key=True, serialize=False)),
                ("window", models.BigIntegerField()),
                ("count", models.IntegerField()),
            ],
            options={
                "db_table": "api_request_count",
            },
        ),
        migrations.CreateModel(
            name="WebhookDelivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("message_id", models.CharField(max_length=60)),
                ("event", models.CharField(max_length=60)),
                ("payload", models.JSONField()),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "waiting"), ("delivered", "delivered"), ("failed", "failed")],
                        default="waiting",
                        max_length=9,
                    ),
                ),
                ("attempts", models.IntegerField(default=0)),
                ("created_at", models.DateTimeField(db_index=True)),
                ("finished_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "api_webhook_delivery",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="WebhookAttempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("took_milliseconds", models.IntegerField()),
                ("status", models.SmallIntegerField(null=True)),
                ("answer", models.CharField(blank=True, max_length=2000)),
                ("error_code", models.CharField(blank=True, max_length=40)),
                (
                    "delivery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tries",
                        to="api.webhookdelivery",
                    ),
                ),
            ],
            options={
                "db_table": "api_webhook_attempt",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="WebhookEndpoint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("url", models.CharField(max_length=2000)),
                (
                    "events",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), size=None
                    ),
                ),
                ("sealed_secret", models.TextField()),
                ("is_active", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField()),
                ("failing_since", models.DateTimeField(null=True)),
                ("failures_in_a_row", models.IntegerField(default=0)),
                ("disabled_at", models.DateTimeField(null=True)),
                ("disabled_reason", models.CharField(blank=True, max_length=20)),
            ],
            options={
                "db_table": "api_webhook_endpoint",
                "ordering": ["name", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("events", []), _negated=True), name="webhook_hears_something"
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="webhookdelivery",
            name="endpoint",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="deliveries",
                to="api.webhookendpoint",
            ),
        ),
        migrations.CreateModel(
            name="RememberedAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=200)),
                ("request_hash", models.CharField(max_length=64)),
                ("status", models.SmallIntegerField(null=True)),
                ("headers", models.JSONField(default=dict)),
                ("sealed_body", models.TextField(blank=True)),
                ("created_at", models.DateTimeField(db_index=True)),
                (
                    "token",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="accounts.apitoken"),
                ),
            ],
            options={
                "db_table": "api_remembered_answer",
                "constraints": [
                    models.UniqueConstraint(fields=("token", "key"), name="idempotency_key_once")
                ],
            },
        ),
        migrations.AddIndex(
            model_name="webhookdelivery",
            index=models.Index(fields=["endpoint", "-id"], name="delivery_of_endpoint"),
        ),
        # Counted at every request, worth nothing after a minute: no write-ahead log for it.
        migrations.RunSQL(
            "ALTER TABLE api_request_count SET UNLOGGED", "ALTER TABLE api_request_count SET LOGGED"
        ),
    ]
