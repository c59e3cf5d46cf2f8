"""Endpoints that belong to no capability below: webhooks, and labelling of texts."""
