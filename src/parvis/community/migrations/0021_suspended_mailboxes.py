"""Nobody suspended joins again by the same mailbox: its keyed hash stays with the decision while that holds."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("community", "0020_comments_of_answer"),
    ]

    operations = [
        migrations.AddField(
            model_name="restriction",
            name="mailbox_hash",
            field=models.CharField(blank=True, db_default="", default="", max_length=64),
        ),
    ]
