"""Under which names members and boards are known where they were brought from."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("community", "0010_reputation")]

    operations = [
        migrations.CreateModel(
            name="BroughtIn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("origin", models.CharField(max_length=40)),
                (
                    "what",
                    models.CharField(choices=[("board", "board"), ("member", "member")], max_length=6),
                ),
                ("external_id", models.CharField(max_length=200)),
                ("own_id", models.BigIntegerField()),
            ],
            options={
                "db_table": "community_brought_in",
                "indexes": [models.Index(fields=["what", "own_id"], name="brought_in_by_own_id")],
                "constraints": [
                    models.UniqueConstraint(fields=("origin", "what", "external_id"), name="brought_in_once")
                ],
            },
        ),
    ]
