"""Search over what is said, and presence outside the write-ahead log (it lives for seconds)."""

from django.db import migrations

SQL = """
ALTER TABLE conversations_message ADD COLUMN search tsvector
    GENERATED ALWAYS AS (parvis_document(language, subject || ' ' || text)) STORED;
CREATE INDEX message_search ON conversations_message USING gin (search) WITH (fastupdate = off);
ALTER TABLE conversations_presence SET UNLOGGED;
"""
UNDO = """
ALTER TABLE conversations_presence SET LOGGED;
DROP INDEX message_search;
ALTER TABLE conversations_message DROP COLUMN search;
"""


class Migration(migrations.Migration):
    dependencies = [("conversations", "0001_initial"), ("foundation", "0001_text_search")]
    operations = [migrations.RunSQL(SQL, UNDO)]
