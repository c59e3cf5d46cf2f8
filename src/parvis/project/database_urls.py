"""PostgreSQL addresses in the form postgresql://user:password@host:port/name?host=/socket/folder."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

# A server on another machine: where the network between is cut nobody says so, and without these a process
# would wait for a quarter of an hour. Idle connections are asked after 5 s, what was sent has 10 s to arrive.
_NOTICE_A_DEAD_NETWORK: dict[str, Any] = {
    "connect_timeout": "5",
    "keepalives_idle": "5",
    "keepalives_interval": "2",
    "keepalives_count": "3",
    "tcp_user_timeout": "10000",
}


def django_database(url: str, *, pooled: bool = False) -> dict[str, Any]:
    """Django's DATABASES entry for an address. Raises ValueError with one sentence on a foreign scheme."""
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres"):
        raise ValueError(
            f"The database address starts with {parts.scheme or 'nothing'}://; "
            "Parvis needs postgresql://user:password@host:5432/name."
        )
    query = dict(parse_qsl(parts.query))
    host = query.get("host") or unquote(parts.hostname or "")
    options: dict[str, Any] = {key: value for key, value in query.items() if key != "host"}
    if host and not host.startswith("/"):
        options = _NOTICE_A_DEAD_NETWORK | options
    if pooled:
        options["pool"] = {"min_size": 1, "max_size": 8, "timeout": 10}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
        # An hour: a connection keeps the plans of what pages ask (foundation/prepared.py).
        "CONN_MAX_AGE": 0 if pooled else 3600,
        "CONN_HEALTH_CHECKS": not pooled,
        "ATOMIC_REQUESTS": False,
    }
