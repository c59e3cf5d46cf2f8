"""Roles and what they may do. One table, read by every guard, shown on the permissions page."""

from __future__ import annotations

from collections.abc import Iterable

PERMISSIONS = (
    "conversations.view",  # the conversations of one's queues
    "conversations.view_all",  # those of every queue
    "conversations.answer",
    "conversations.assign",  # to somebody else
    "mentions.view",
    "mentions.import",
    "queries.manage",
    "alerts.manage",  # rules, their budget, campaigns
    "labels.correct",
    "labels.manage",
    "community.answer",  # take part in the community in the company's name
    "community.moderate",
    "community.manage",  # its set-up, boards, charter, super-users
    "people.view",
    "people.edit",
    "people.manage",  # own fields, tags, products, imports
    "figures.view",
    "reports.manage",  # send figures by mail and show them by a link
    "connections.manage",
    "users.manage",
    "jobs.manage",
    "audit.view",
    "privacy.manage",
    "installation.manage",
)

_AGENT = (
    "conversations.view", "conversations.answer", "mentions.view", "labels.correct", "people.view", "people.edit",
    "community.answer",
)  # fmt: skip

ROLES: dict[str, tuple[str, ...]] = {
    "administrator": PERMISSIONS,
    "supervisor": (
        *_AGENT,
        "conversations.view_all",
        "conversations.assign",
        "queries.manage",
        "alerts.manage",
        "labels.manage",
        "people.manage",
        "community.moderate", "community.manage",
        "figures.view", "reports.manage",
    ),
    "agent": _AGENT,
    "community_manager": (
        *_AGENT,
        "conversations.assign",
        "mentions.import",
        "queries.manage",
        "alerts.manage",
        "labels.manage",
        "community.moderate", "community.manage",
        "figures.view", "reports.manage",
    ),
    "moderator": ("mentions.view", "labels.correct", "community.answer", "community.moderate"),
    "marketer": (
        "mentions.view",
        "mentions.import",
        "queries.manage",
        "alerts.manage",
        "labels.correct",
        "figures.view", "reports.manage",
    ),
    "employee": ("conversations.view", "conversations.answer", "community.answer"),
    "data_protection_officer": ("people.view", "audit.view", "privacy.manage", "figures.view"),
    "partner": ("conversations.view", "conversations.answer"),
}


def permissions_of(roles: Iterable[str]) -> frozenset[str]:
    """The union of what the roles may do. An unknown role may do nothing."""
    return frozenset(permission for role in roles for permission in ROLES.get(role, ()))
