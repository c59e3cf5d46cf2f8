"""PostgreSQL addresses in the form postgresql://user:password@host:port/name?host=/socket/folder."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


def django_database(url: str, *, pooled: bool = False) -> dict[str, Any]:
    """Django's DATABASES entry for an address. Raises ValueError with one sentence on a foreign scheme."""
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres"):
        raise ValueError(
            f"The database address starts with {parts.scheme or 'nothing'}://; "
            "Parvis needs postgresql://user:password@host:5432/name."
        )
    query = dict(parse_qsl(parts.query))
    options: dict[str, Any] = {key: value for key, value in query.items() if key != "host"}
    if pooled:
        options["pool"] = {"min_size": 1, "max_size": 8, "timeout": 10}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host") or unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
        "CONN_MAX_AGE": 0 if pooled else 300,
        "CONN_HEALTH_CHECKS": not pooled,
        "ATOMIC_REQUESTS": False,
    }
