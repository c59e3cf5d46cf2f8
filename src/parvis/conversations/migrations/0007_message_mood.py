"""What somebody said in one mood, newest first: found without reading all that they said."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("conversations", "0006_message_indexes")]
    operations = [
        AddIndexConcurrently(
            model_name="message",
            index=models.Index(
                condition=models.Q(("identity__isnull", False)),
                fields=["identity", "sentiment", "-sent_at", "-id"],
                name="message_mood",
            ),
        ),
    ]
