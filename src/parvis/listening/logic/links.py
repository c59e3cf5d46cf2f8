"""Which addresses of others may become a link on our pages: http and https, nothing else."""

from __future__ import annotations

from urllib.parse import urlsplit


def followable(url: str) -> str:
    """The address if a browser may be sent there, or an empty string (`javascript:`, `data:`, no host …)."""
    if not url or len(url) > 2000 or any(ord(character) <= 32 or character in '"<>\\' for character in url):
        return ""
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return ""
    return url if parts.scheme in ("http", "https") and host else ""
