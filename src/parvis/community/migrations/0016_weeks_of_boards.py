"""The community's health is counted for each board as for the whole place."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("community", "0015_board_of_all_time"),
    ]

    operations = [
        migrations.AlterField(
            model_name="weekofhealth",
            name="week",
            field=models.DateField(),
        ),
        migrations.AddField(
            model_name="weekofhealth",
            name="board",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="weeks",
                to="community.board",
            ),
        ),
        migrations.AddConstraint(
            model_name="weekofhealth",
            constraint=models.UniqueConstraint(
                fields=("week", "board"), name="one_week_a_board", nulls_distinct=False
            ),
        ),
    ]
