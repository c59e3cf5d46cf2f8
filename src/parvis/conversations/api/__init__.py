"""Conversations, messages and queues for programs: the same acts as the inbox."""

# Each adds its own to ENDPOINTS, in the order of the documentation.
from parvis.conversations.api import reading, files, answering, handling, bulk, queues  # isort: skip
from parvis.conversations.api.endpoints import ENDPOINTS

__all__ = ["ENDPOINTS", "answering", "bulk", "files", "handling", "queues", "reading"]
