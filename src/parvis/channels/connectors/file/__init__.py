"""Posts and histories that come as a file: CSV or JSON Lines, plain or gzip."""
