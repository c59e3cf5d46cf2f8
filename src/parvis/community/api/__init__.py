"""The community for programs: what employees do at the desk, and the community's texts."""

from parvis.community.api import (
    articles,
    badges,
    cases,
    desk,
    idea_merges,
    idea_sessions,
    ideas,
    log_in_providers,
    members,
    moderation,
    reviews,
    site,
    super_users,
)
from parvis.community.api.endpoints import ENDPOINTS

__all__ = [
    "ENDPOINTS",
    "articles",
    "badges",
    "cases",
    "desk",
    "idea_merges",
    "idea_sessions",
    "ideas",
    "log_in_providers",
    "members",
    "moderation",
    "reviews",
    "site",
    "super_users",
]
