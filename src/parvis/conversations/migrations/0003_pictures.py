"""Where the pictures of a file lie that were made anew to be shown."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("conversations", "0002_search_and_presence")]
    operations = [
        migrations.AddField(
            "attachment", "large_name", models.CharField(max_length=64, blank=True, db_default="")
        ),
        migrations.AddField(
            "attachment", "small_name", models.CharField(max_length=64, blank=True, db_default="")
        ),
        migrations.AddField("attachment", "width", models.IntegerField(null=True)),
        migrations.AddField("attachment", "height", models.IntegerField(null=True)),
    ]
