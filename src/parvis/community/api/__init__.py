"""The community for programs: what employees do at the desk, and the community's texts."""

from parvis.community.api import cases, ideas
from parvis.community.api.endpoints import ENDPOINTS

__all__ = ["ENDPOINTS", "cases", "ideas"]
