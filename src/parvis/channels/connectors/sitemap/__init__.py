"""Websites without a feed, by their sitemap."""
