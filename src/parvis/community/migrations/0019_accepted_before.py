"""An accepted answer that is withheld is accepted no more; when it had been, so that it is again once restored."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("community", "0018_reading_by_the_clock"),
    ]

    operations = [
        migrations.AddField(
            model_name="restriction",
            name="accepted_at",
            field=models.DateTimeField(null=True),
        ),
    ]
