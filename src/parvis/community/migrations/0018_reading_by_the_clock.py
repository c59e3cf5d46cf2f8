"""When reading was last said: what is counted cannot be longer than what has passed since."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("community", "0017_log_in_elsewhere"),
    ]

    operations = [
        migrations.AddField(
            model_name="dayofreading",
            name="noted_at",
            field=models.DateTimeField(null=True),
        ),
    ]
