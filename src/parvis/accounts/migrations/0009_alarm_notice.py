"""Alerts are a third kind of notice; whoever is here already gets it too."""

import django.contrib.postgres.fields
from django.db import migrations, models

import parvis.accounts.logic.notices

GIVE = "UPDATE accounts_user SET notices = array_append(notices, 'alarm') WHERE NOT 'alarm' = ANY(notices)"
TAKE = "UPDATE accounts_user SET notices = array_remove(notices, 'alarm')"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0008_notices")]
    operations = [
        migrations.AlterField(
            model_name="user",
            name="notices",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=20),
                default=parvis.accounts.logic.notices.every_notice,
                # The release before this one adds accounts without naming it.
                db_default=["assigned", "mentioned", "alarm"],
                size=None,
            ),
        ),
        migrations.RunSQL(GIVE, TAKE),
    ]
