"""The picture beside a link that somebody shares: the title, where it is from, the colour of the place.

To draw one costs more than a page, and anybody may ask for those of all texts at once: what was drawn is kept in
memory for a while, and a process draws so many a minute. Beyond that the picture of the place is shown, without the
title.
"""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import Any

from parvis.community.permissions import visible_articles, visible_ideas, visible_questions
from parvis.community.reads.site import the_site
from parvis.foundation.installation import company_name

WIDTH, HEIGHT = 1200, 630  # Open Graph's usual 1.91 : 1
MARGIN, LINES = 90, 4
HOUSE_ACCENT, INK, QUIET, GROUND = "#0f4c54", "#221f1a", "#5b554b", "#f5f2ec"
# With them every Latin, Greek and Cyrillic letter is there; without, Pillow's own, which has the Latin ones.
FONTS = Path("/usr/share/fonts/truetype/dejavu")
SHOWN = {"questions": visible_questions, "articles": visible_articles, "ideas": visible_ideas}


MOST_KEPT = 128  # of some 30 kB each
MOST_DRAWN_A_MINUTE = 60
# Of this process, by (title, place, colour): what is written differently is another picture.
_kept: OrderedDict[tuple[str, str, str], bytes] = OrderedDict()
_drawn_lately: deque[float] = deque(maxlen=MOST_DRAWN_A_MINUTE)
_one_at_a_time = Lock()


def preview_of(kind: str, text_id: int) -> tuple[bytes, bool] | None:
    """PNG, and whether it is the text's own; None where not everybody may read the text."""
    if kind not in SHOWN or text_id >= 2**63:
        return None
    found = SHOWN[kind](None).filter(pk=text_id).first()
    if found is None:
        return None
    site = the_site()
    title, place = str(getattr(found, "title", "")), site.name or company_name()
    accent = site.accent or HOUSE_ACCENT
    with _one_at_a_time:
        if (title, place, accent) in _kept or _may_draw():
            return _picture(title, place, accent), True
        return _picture("", place, accent), False


def _may_draw() -> bool:
    now = time.monotonic()
    if len(_drawn_lately) == MOST_DRAWN_A_MINUTE and now - _drawn_lately[0] < 60:
        return False
    _drawn_lately.append(now)
    return True


def _picture(title: str, place: str, accent: str) -> bytes:
    key = (title, place, accent)
    picture = _kept.pop(key, None) or _drawn(title, place=place, accent=accent)
    _kept[key] = picture  # the newest asked for is the last to go
    if len(_kept) > MOST_KEPT:
        _kept.popitem(last=False)
    return picture


def _drawn(title: str, *, place: str, accent: str) -> bytes:
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (WIDTH, HEIGHT), GROUND)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, WIDTH, 18), fill=accent)
    for size in (72, 60, 50):
        font = _font(size, is_bold=True)
        lines = _wrapped(title, font, width=WIDTH - 2 * MARGIN)
        if len(lines) <= LINES:
            break
    if len(lines) > LINES:
        lines = [*lines[: LINES - 1], f"{lines[LINES - 1]} …"]
    for number, line in enumerate(lines):
        draw.text((MARGIN, 110 + number * size * 1.3), line, font=font, fill=INK)
    mark = _font(34, is_bold=True)
    draw.rounded_rectangle((MARGIN, HEIGHT - 130, MARGIN + 64, HEIGHT - 66), 12, fill=accent)
    draw.text((MARGIN + 32, HEIGHT - 98), place[:1].upper(), font=mark, fill="#ffffff", anchor="mm")
    draw.text((MARGIN + 90, HEIGHT - 98), place, font=_font(34), fill=QUIET, anchor="lm")
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def _wrapped(text: str, font: Any, *, width: int) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        # A word as wide as the picture is cut: it is an address or a joke.
        while font.getlength(word) > width:
            word = word[: max(1, int(len(word) * 0.8))]
        tried = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(tried) <= width:
            lines[-1] = tried
        else:
            lines.append(word)
    return lines or [""]


def _font(size: int, *, is_bold: bool = False) -> Any:
    from PIL import ImageFont

    file = FONTS / ("DejaVuSans-Bold.ttf" if is_bold else "DejaVuSans.ttf")
    return ImageFont.truetype(str(file), size) if file.exists() else ImageFont.load_default(size)
