"""How the kinds of timeline entries look and read."""

from __future__ import annotations

from parvis.people.web.sentences import KINDS

ICONS = {
    "message": "message-2",
    "reply": "corner-down-left",
    "note": "note",
    "mention": "speakerphone",
    "link": "link",
}


def kind_icon(kind: str) -> str:
    return ICONS.get(kind, "circle")


def kind_said(kind: str) -> str:
    return str(KINDS.get(kind, kind))
