"""The records of one account in charge, found without a lock on the table."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("people", "0005_record")]
    operations = [
        AddIndexConcurrently(
            model_name="person",
            index=models.Index(
                condition=models.Q(("owner__isnull", False)), fields=["owner"], name="person_by_owner"
            ),
        ),
    ]
