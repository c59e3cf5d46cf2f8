"""What was said last by somebody with 50,000 messages: by one walk down an index each, theirs and ours.

The plain indexes of the two keys did what the longer ones begin with; the planner took them, read all messages of a
thread and sorted: 20 ms each time. Every message is written into one index less.
"""

import django.db.models.deletion
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

PLAIN = ("conversations_message_identity_id_edf8c418", "conversations_message_conversation_id_f1a2d5e9")


def dropped(name, column):
    return migrations.RunSQL(
        f"DROP INDEX CONCURRENTLY IF EXISTS {name}",
        f"CREATE INDEX CONCURRENTLY IF NOT EXISTS {name} ON conversations_message ({column})",
    )


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("people", "0001_initial"), ("conversations", "0005_former_words")]
    operations = [
        AddIndexConcurrently(
            model_name="message",
            index=models.Index(
                condition=models.Q(("kind", "outbound")),
                fields=["conversation", "-sent_at", "-id"],
                name="message_told",
            ),
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[dropped(PLAIN[0], "identity_id"), dropped(PLAIN[1], "conversation_id")],
            state_operations=[
                migrations.AlterField(
                    model_name="message",
                    name="conversation",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="messages",
                        to="conversations.conversation",
                    ),
                ),
                migrations.AlterField(
                    model_name="message",
                    name="identity",
                    field=models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to="people.identity",
                    ),
                ),
            ],
        ),
    ]
