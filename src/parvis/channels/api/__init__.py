"""Connections and imports for programs, and the signed door by which programs hand in what they heard."""

# Each adds its own to ENDPOINTS, in the order of the documentation.
from parvis.channels.api import connections, imports, incoming  # isort: skip
from parvis.channels.api.endpoints import ENDPOINTS

__all__ = ["ENDPOINTS", "connections", "imports", "incoming"]
