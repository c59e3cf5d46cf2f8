"""Under which address the public square is read."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def public_origin(request: HttpRequest) -> str:
    """The square's own domain, else the installation's, else what was asked for; without a slash at its end."""
    return settings.COMMUNITY_ORIGIN or settings.ORIGIN or f"{request.scheme}://{request.get_host()}"
