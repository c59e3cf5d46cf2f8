"""Questions of one product, found without a lock on the table."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("community", "0005_reviews")]
    operations = [
        AddIndexConcurrently(
            model_name="question",
            index=models.Index(
                "page",
                F("active_at").desc(),
                F("id").desc(),
                condition=Q(page__isnull=False),
                name="question_by_product",
            ),
        ),
    ]
