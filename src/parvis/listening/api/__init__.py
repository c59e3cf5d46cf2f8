"""What is said publicly, the queries that find it and the markets they are compared in, for programs."""

# Each adds its own to ENDPOINTS, in the order of the documentation.
from parvis.listening.api import mentions, queries, markets, intake, places, alerts, campaigns  # isort: skip
from parvis.listening.api.endpoints import ENDPOINTS

__all__ = ["ENDPOINTS", "alerts", "campaigns", "intake", "markets", "mentions", "places", "queries"]
