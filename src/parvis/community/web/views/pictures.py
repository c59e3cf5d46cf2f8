"""Pictures that were made anew: everybody reads them until moderation withholds what shows them; they never change."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from parvis.community.permissions import is_staff
from parvis.community.reads.pictures import has_sent, is_restricted, picture_named
from parvis.community.web.pages import page
from parvis.community.web.sessions import member_of
from parvis.foundation.files import stored_path


@page()
def picture(request: HttpRequest, name: str) -> HttpResponse:
    """Named by what is in it. ?size=small: as lists show it. What was withheld, its senders and staff alone see."""
    kept = picture_named(name)
    if kept is None:
        raise Http404("picture")
    is_withheld = is_restricted(kept.name)
    if is_withheld and not (is_staff(reader := member_of(request)) or has_sent(reader, kept.name)):
        raise Http404("picture")
    try:
        stored = kept.small_name if request.GET.get("size") == "small" else kept.name
        content = stored_path(stored).read_bytes()
    except (FileNotFoundError, ValueError) as error:
        raise Http404("picture") from error
    response = HttpResponse(content, content_type="image/webp")
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store" if is_withheld else "public, max-age=31536000, immutable"
    # The company's own site shows them in its blocks.
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
