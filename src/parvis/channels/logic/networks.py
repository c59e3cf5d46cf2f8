"""Which connections hear the same network, so that one post that two of them bring is one post."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

# Ids that are the same for whoever asks; of servers with ids of their own, the setting that names the server.
_EVERYWHERE = frozenset({"bluesky", "x", "reddit", "youtube", "hackernews"})
_SERVER_IN = {"mastodon": "server", "discourse": "url", "nodebb": "url"}


def network_of(kind: str, settings: Mapping[str, Any]) -> str:
    """Equal where an external id means the same post; "" for what shares its ids with nothing.

    A mail to two of our mailboxes is no such post: each of the two was written to.
    """
    if kind in _EVERYWHERE:
        return kind
    if kind not in _SERVER_IN:
        return ""
    try:
        host = urlsplit(str(settings.get(_SERVER_IN[kind]) or "")).hostname
    except ValueError:
        return ""
    return f"{kind}:{host}" if host else ""
