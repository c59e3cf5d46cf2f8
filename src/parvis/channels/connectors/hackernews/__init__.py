"""Hacker News, by the search that Algolia offers for it."""
