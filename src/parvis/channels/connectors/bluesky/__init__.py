"""Bluesky: its search, and the whole network by Jetstream."""
