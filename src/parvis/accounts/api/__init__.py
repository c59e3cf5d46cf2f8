"""Colleagues, teams, roles, invitations and one's own tokens for programs."""

# Each adds its own to ENDPOINTS, in the order of the documentation.
from parvis.accounts.api import users, invitations, roles  # isort: skip
from parvis.accounts.api.endpoints import ENDPOINTS

__all__ = ["ENDPOINTS", "invitations", "roles", "users"]
