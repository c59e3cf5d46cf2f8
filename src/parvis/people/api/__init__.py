"""Persons, their addresses, handles and consents for programs."""

# Each adds its own to ENDPOINTS, in the order of the documentation.
from parvis.people.api import persons, bulk, contact_points, identities, timelines, consents  # isort: skip
from parvis.people.api.endpoints import ENDPOINTS

__all__ = ["ENDPOINTS", "bulk", "consents", "contact_points", "identities", "persons", "timelines"]
