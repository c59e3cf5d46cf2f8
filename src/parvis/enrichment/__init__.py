"""Text in, labels out: language and sentiment. No tables, no network."""
