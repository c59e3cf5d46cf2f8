"""HTML mail made fit to be kept: no script, no form, no frame; remote pictures stay as addresses only.

What is kept is shown in a sandboxed frame whose policy loads no picture until somebody asks (web/views/files.py).
"""

from __future__ import annotations

import nh3

from parvis.channels.logic.texts import clean_text

MAX_HTML_CHARACTERS = 500_000
_TAGS = set(nh3.ALLOWED_TAGS) | {"font", "center"}
_ATTRIBUTES = {
    **nh3.ALLOWED_ATTRIBUTES,
    "*": {"style", "dir", "lang", "align", "valign", "width", "height", "bgcolor", "color", "title"},
    "font": {"size", "face"},
    "table": {"border", "cellpadding", "cellspacing"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "img": {"src", "alt"},
    "a": {"href"},
}


def clean_mail_html(html: str) -> str:
    """Safe HTML, at most MAX_HTML_CHARACTERS; an empty string when nothing is left to see."""
    if not html.strip():
        return ""
    cleaned = nh3.clean(
        clean_text(html[:MAX_HTML_CHARACTERS]),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel"},
        clean_content_tags={"script", "style", "title", "head"},
        link_rel="noopener noreferrer nofollow",
    )
    return cleaned if cleaned.strip() else ""
