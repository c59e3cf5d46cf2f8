"""Avatars: initials on one of eight quiet colours, the same for one name everywhere."""

import zlib

from django.utils.html import format_html
from django.utils.safestring import SafeString

COLOURS = 8


def initials(name: str) -> str:
    words = [word for word in name.replace("@", " ").replace(".", " ").split() if word[0].isalnum()]
    if not words:
        return "?"
    letters = words[0][0] + (words[-1][0] if len(words) > 1 else "")
    return letters.upper()


def avatar(name: object, size: str = "", image: str = "", key: object = "") -> SafeString:
    """`key` is the name that gives the colour where another one is shown (a handle whose person is known)."""
    shown = str(name or "").strip()
    classes = f"avatar avatar-{size}" if size else "avatar"
    if image:
        return format_html('<img class="{}" src="{}" alt="" loading="lazy">', classes, image)
    colour = zlib.crc32(str(key or shown).casefold().encode()) % COLOURS
    return format_html(
        '<span class="{} avatar-colour-{}" aria-hidden="true">{}</span>', classes, colour, initials(shown)
    )
