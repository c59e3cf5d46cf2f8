"""The board of all time is read by an index, however many members there are."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("community", "0014_passkeys"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="memberfacts",
            index=models.Index(fields=["-accepted", "-helpful", "member"], name="facts_by_accepted"),
        ),
    ]
