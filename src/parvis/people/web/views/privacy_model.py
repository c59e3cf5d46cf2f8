"""/settings/privacy/: the privacy model, as it lies in docs/privacy.md, for everybody who works here."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from markdown_it import MarkdownIt

from parvis.foundation.web.screens import screen

DOCS = Path(settings.PACKAGE).parent.parent / "docs"


@screen()
def privacy_model(request: HttpRequest) -> HttpResponse:
    body = _html("fr" if get_language() == "fr" else "en")
    if not body:
        raise Http404
    return render(request, "people/purposes/privacy.html", {"body": body})


@cache
def _html(language: str) -> str:
    """Our own document, under our own headings; links lead to other documents and are shown as their words."""
    path = DOCS / ("privacy.fr.md" if language == "fr" else "privacy.md")
    if not path.exists():
        return ""
    text = path.read_text(encoding="utf-8").partition("\n")[2]  # the page brings its own title
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = parser.parse(text)
    for token in tokens:
        if token.type == "table_open":
            token.attrSet("class", "table")
        if token.children:
            token.children = [one for one in token.children if one.type not in ("link_open", "link_close")]
    return str(parser.renderer.render(tokens, parser.options, {}))
