"""Log-ins that failed, counted under keyed hashes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_login_sessions")]

    operations = [
        migrations.CreateModel(
            name="LoginAttempt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "accounts_login_attempt",
                "indexes": [models.Index(fields=["key", "at"], name="attempts_of_a_key")],
            },
        ),
    ]
