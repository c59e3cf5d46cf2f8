"""Pictures that were made anew: everybody reads them, and they never change."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from parvis.community.reads.pictures import picture_named
from parvis.community.web.pages import page
from parvis.foundation.files import stored_path


@page()
def picture(request: HttpRequest, name: str) -> HttpResponse:
    """Named by what is in it. ?size=small: as lists show it."""
    kept = picture_named(name)
    if kept is None:
        raise Http404("picture")
    try:
        stored = kept.small_name if request.GET.get("size") == "small" else kept.name
        content = stored_path(stored).read_bytes()
    except (FileNotFoundError, ValueError) as error:
        raise Http404("picture") from error
    response = HttpResponse(content, content_type="image/webp")
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    # The company's own site shows them in its blocks.
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
