"""Which pictures a text shows: so long as it does, they are kept."""

from __future__ import annotations

import re

from parvis.community.logic.markdown import PICTURE_PATH
from parvis.community.models import Draft, Picture, Said, TextPicture

_NAMED = re.compile(f"{re.escape(PICTURE_PATH)}([0-9a-f]{{64}})")
_SHOWN = re.compile(f'src="{re.escape(PICTURE_PATH)}([0-9a-f]{{64}})"')


def note_pictures(text: Said) -> None:
    """Call it in the transaction that wrote text.html. Most texts show none and cost a look at their words alone."""
    note_shown(text.kind, text.pk, text.html)


def note_shown(kind: str, text_id: int, html: str) -> None:
    """kind: of a member's text, or what the house's own is called: "article", "idea_session" …"""
    names = set(_SHOWN.findall(html)) if PICTURE_PATH in html else set()
    if not names:
        return
    known = set(Picture.objects.filter(name__in=names).values_list("name", flat=True))
    TextPicture.objects.bulk_create(
        [TextPicture(kind=kind, text_id=text_id, name=name) for name in sorted(known)],
        ignore_conflicts=True,
    )


def in_drafts() -> set[str]:
    """The names of pictures in what is still being written."""
    texts = Draft.objects.filter(text__contains=PICTURE_PATH).values_list("text", flat=True)
    return {name for text in texts.iterator() for name in _NAMED.findall(text)}
