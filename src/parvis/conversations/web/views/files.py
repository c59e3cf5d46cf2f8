"""What came from outside and could do harm: files and HTML mail, each behind its own policy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from csp.constants import NONE, UNSAFE_INLINE
from csp.decorators import csp
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.views.decorators.clickjacking import xframe_options_sameorigin

from parvis.accounts.permissions import account_of
from parvis.conversations.permissions import get_attachment, get_message
from parvis.foundation.files import stored_path
from parvis.foundation.web.screens import screen

Show = Callable[[HttpRequest, str], HttpResponse]
_FRAME = {
    "default-src": [NONE],
    "style-src": [UNSAFE_INLINE],
    "frame-ancestors": ["'self'"],
    "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox"],
}


@screen(permission="conversations.view", purpose="service")
def attachment(request: HttpRequest, attachment_id: int) -> HttpResponse | FileResponse:
    """Always a download, never a page: a type that a stranger chose is not believed."""
    found = get_attachment(account_of(request), attachment_id)
    return _served(
        found.stored_name,
        as_attachment=True,
        filename=found.name or "file",
        content_type="application/octet-stream",
    )


@screen(permission="conversations.view", purpose="service")
def small_picture(request: HttpRequest, attachment_id: int) -> HttpResponse | FileResponse:
    """A picture as the thread shows it: made anew from its pixels, never the file itself."""
    return _served(get_attachment(account_of(request), attachment_id).small_name, content_type="image/webp")


@screen(permission="conversations.view", purpose="service")
def large_picture(request: HttpRequest, attachment_id: int) -> HttpResponse | FileResponse:
    """The same, as large as a screen."""
    return _served(get_attachment(account_of(request), attachment_id).large_name, content_type="image/webp")


def _served(stored_name: str, **how: Any) -> FileResponse:
    try:
        content = stored_path(stored_name).open("rb")
    except (FileNotFoundError, ValueError) as error:
        raise Http404 from error
    response = FileResponse(content, **how)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


@screen(permission="conversations.view", purpose="service")
def message_html(request: HttpRequest, message_id: int) -> HttpResponse:
    """The mail as its sender laid it out, for a sandboxed frame. Pictures load only when asked (?pictures=1):
    a remote picture tells its sender who read what, when and where."""
    message = get_message(account_of(request), message_id)
    if not message.html:
        raise Http404
    show = cast(Show, _with_pictures if request.GET.get("pictures") == "1" else _without_pictures)
    body = format_html(
        '<!doctype html><html lang="{}"><head><meta charset="utf-8"><base target="_blank">'
        '<meta name="color-scheme" content="light"><style>body{{margin:12px;font:15px/1.5 system-ui,sans-serif;'
        "color:#222;background:#fff;overflow-wrap:anywhere}}img{{max-width:100%;height:auto}}</style></head>"
        "<body>{}</body></html>",
        message.language or "en",
        mark_safe(message.html),  # noqa: S308 -- cleaned when it was stored, and no script runs in this frame
    )
    return show(request, body)


@xframe_options_sameorigin
@csp({**_FRAME, "img-src": ["data:"]})  # type: ignore[arg-type]  # it passes further arguments on
def _without_pictures(request: HttpRequest, body: str) -> HttpResponse:
    return HttpResponse(body)


@xframe_options_sameorigin
@csp({**_FRAME, "img-src": ["data:", "https:", "http:"]})  # type: ignore[arg-type]
def _with_pictures(request: HttpRequest, body: str) -> HttpResponse:
    return HttpResponse(body)
