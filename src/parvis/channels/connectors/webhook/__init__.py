"""Items that any program hands in, signed."""
