"""Figures of a product's reviews, counted in the index alone."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("community", "0012_site")]
    operations = [
        AddIndexConcurrently(
            model_name="review",
            index=models.Index("page", "stars", condition=Q(state="shown"), name="review_stars_shown"),
        ),
    ]
