"""Static files under an address that changes with their content, so that browsers may keep them for ever.

One hash of all files stands in the address (/static/3f2a…/foundation/tokens.css). Everything that refers to
a neighbour by a relative path (modules, fonts, the sprite) goes on working, and nothing has to be collected
or rewritten before the start.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from pathlib import Path

from django.http import HttpRequest, HttpResponseBase

GetResponse = Callable[[HttpRequest], HttpResponseBase]
YEAR = 365 * 24 * 3600
# A page made by an earlier release, or by another machine during an update, names other hashes.
_SHORT = "public, max-age=60"
_UNDER_A_HASH = re.compile(r"/static/[0-9a-f]{12}/")


def static_address(package: Path) -> str:
    """`/static/<hash of all static files of the package>/`."""
    digest = hashlib.sha256()
    for file in sorted(package.glob("*/static/**/*")):
        if file.is_file():
            digest.update(str(file.relative_to(package)).encode() + b"\0")
            digest.update(hashlib.sha256(file.read_bytes()).digest())
    return f"/static/{digest.hexdigest()[:12]}/"


def is_of_this_release(path: str, url: str) -> bool:
    """For WhiteNoise: whatever it serves lies under the hash, so its content never changes."""
    return _UNDER_A_HASH.match(url) is not None


def other_releases(get_response: GetResponse) -> GetResponse:
    """Middleware before WhiteNoise: a file asked for under another release's hash is answered with ours, and
    not kept for long."""
    from django.conf import settings

    def answer(request: HttpRequest) -> HttpResponseBase:
        path = request.path_info
        if path.startswith(settings.STATIC_URL) or not path.startswith("/static/"):
            return get_response(request)
        request.path_info = settings.STATIC_URL + _UNDER_A_HASH.sub("/static/", path).removeprefix("/static/")
        response = get_response(request)
        if response.status_code == 200:
            response["Cache-Control"] = _SHORT
        return response

    return answer
