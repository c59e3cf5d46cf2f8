"""What is shown when a page is refused, unknown, or broke."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return render(request, "403.html", _frame(request), status=403)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return render(request, "404.html", _frame(request), status=404)


def _frame(request: HttpRequest) -> dict[str, str]:
    """Colleagues keep their places beside the refusal; strangers, and fragments, get the bare page."""
    user = getattr(request, "user", None)
    is_inside = user is not None and user.is_authenticated and not request.headers.get("HX-Request")
    return {"error_frame": "shell/error_inside.html"} if is_inside else {}


def server_error(request: HttpRequest) -> HttpResponse:
    """Without the request: what broke may be the very thing that the shell would ask for."""
    return HttpResponse(render_to_string("500.html"), status=500)
