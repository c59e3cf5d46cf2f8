"""Comments are read a few at a time and counted, in an index of their own; one over all answers served nobody else."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("community", "0019_accepted_before")]

    operations = [
        migrations.AddIndex(
            model_name="answer",
            index=models.Index(
                fields=["parent", "position"],
                include=["state", "author"],
                condition=Q(parent__isnull=False),
                name="comments_of_answer",
            ),
        ),
        migrations.AlterField(
            model_name="answer",
            name="parent",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="comments",
                to="community.answer",
            ),
        ),
    ]
