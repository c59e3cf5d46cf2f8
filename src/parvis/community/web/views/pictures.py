"""Pictures that were made anew: seen by who can open what shows them, and by who sent them; they never change."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from parvis.community.permissions import is_staff
from parvis.community.reads.pictures import has_sent, is_public, is_shown_to, picture_named
from parvis.community.web.pages import page
from parvis.community.web.sessions import member_of
from parvis.foundation.files import stored_path


@page()
def picture(request: HttpRequest, name: str) -> HttpResponse:
    """Named by what is in it. ?size=small: as lists show it. What no public text shows is kept by no cache."""
    kept = picture_named(name)
    if kept is None:
        raise Http404("picture")
    is_everybodys = is_public(kept.name)
    if not is_everybodys:
        reader = member_of(request)
        if not (
            is_staff(reader) or has_sent(reader, kept.name) or (reader and is_shown_to(reader, kept.name))
        ):
            raise Http404("picture")
    try:
        stored = kept.small_name if request.GET.get("size") == "small" else kept.name
        content = stored_path(stored).read_bytes()
    except (FileNotFoundError, ValueError) as error:
        raise Http404("picture") from error
    response = HttpResponse(content, content_type="image/webp")
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = (
        "public, max-age=31536000, immutable" if is_everybodys else "private, no-store"
    )
    # The company's own site shows them in its blocks.
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
