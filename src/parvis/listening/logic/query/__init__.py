"""The query language of listening: text → tree → which posts it means. Pure: no database, no Django."""
