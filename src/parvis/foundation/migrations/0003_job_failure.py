from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("foundation", "0002_tables")]
    operations = [
        migrations.CreateModel(
            name="JobFailure",
            fields=[
                ("job_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("error_class", models.CharField(max_length=120)),
                ("error_code", models.CharField(blank=True, max_length=40)),
                ("at", models.DateTimeField(db_index=True)),
            ],
            options={"db_table": "foundation_job_failure"},
        ),
    ]
