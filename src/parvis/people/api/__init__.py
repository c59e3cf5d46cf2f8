"""Persons, their addresses, handles and consents for programs."""

# Each adds its own to ENDPOINTS, in the order of the documentation.
from parvis.people.api import (
    bulk,
    consents,
    contact_points,
    identities,
    joins,
    persons,
    purposes,
    relations,
    timelines,
)  # isort: skip
from parvis.people.api.endpoints import ENDPOINTS

from parvis.people.api import organizations, relationships, custom_fields, tags, notes, purchases  # isort: skip
from parvis.people.api import claims, proof_networks  # isort: skip
from parvis.people.api import customer_imports, exchange, likely, segments  # isort: skip
from parvis.people.api.group_endpoints import GROUPS

from parvis.people.api import rights, rights_identity, rights_copies, rights_erasure, rights_limits  # isort: skip
from parvis.people.api import rights_decision  # isort: skip
from parvis.people.api.retention import ENDPOINTS as RIGHTS

__all__ = [
    "ENDPOINTS",
    "GROUPS",
    "RIGHTS",
    "bulk",
    "claims",
    "consents",
    "contact_points",
    "custom_fields",
    "customer_imports",
    "exchange",
    "identities",
    "joins",
    "likely",
    "notes",
    "organizations",
    "persons",
    "proof_networks",
    "purchases",
    "purposes",
    "relations",
    "relationships",
    "rights",
    "rights_copies",
    "rights_decision",
    "rights_erasure",
    "rights_identity",
    "rights_limits",
    "segments",
    "tags",
    "timelines",
]
