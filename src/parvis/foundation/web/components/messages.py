"""Quiet success, with a way back."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse


def say(request: HttpRequest, text: Any, *, tone: str = "success", undo_url: str = "") -> None:
    """A toast on the next page; `undo_url` is posted to when the reader takes it back within ten seconds."""
    level = {"success": messages.SUCCESS, "danger": messages.ERROR, "warning": messages.WARNING}.get(
        tone, messages.INFO
    )
    messages.add_message(request, level, text, extra_tags=f"undo={undo_url}" if undo_url else "")


def say_with(response: HttpResponse, text: Any, *, tone: str = "success", undo_url: str = "") -> HttpResponse:
    """The same on an HTMX fragment: the browser shows the toast when the fragment arrives."""
    told = json.loads(response.headers.get("HX-Trigger", "{}"))
    told["parvis:toast"] = {"text": str(text), "tone": tone, "undo": undo_url}
    response.headers["HX-Trigger"] = json.dumps(told)
    return response
