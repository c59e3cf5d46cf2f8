"""Indexes of joins on tables that may be large: built while others read and write."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("people", "0003_joined_records")]
    operations = [
        AddIndexConcurrently(
            "person",
            models.Index(
                fields=["joined_id"], name="person_joined", condition=models.Q(joined_id__isnull=False)
            ),
        ),
        AddIndexConcurrently(
            "currentconsent",
            models.Index(
                fields=["joined_id", "purpose"],
                name="consent_refused_in_join",
                condition=models.Q(is_given=False, joined_id__isnull=False),
            ),
        ),
    ]
