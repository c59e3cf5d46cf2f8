"""The community for programs: what employees do at the desk, and the community's texts."""

from parvis.community.api import (
    articles,
    cases,
    desk,
    ideas,
    log_in_providers,
    moderation,
    reputation,
    reviews,
    site,
)
from parvis.community.api.endpoints import ENDPOINTS

__all__ = [
    "ENDPOINTS",
    "articles",
    "cases",
    "desk",
    "ideas",
    "log_in_providers",
    "moderation",
    "reputation",
    "reviews",
    "site",
]
