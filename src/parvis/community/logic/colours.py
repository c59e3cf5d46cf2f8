"""Whether a colour can be read, and its shades for both themes. Contrast: WCAG 2.2, "relative luminance"."""

from __future__ import annotations

import re
from dataclasses import dataclass

READABLE = 4.5  # WCAG 2.2, 1.4.3, level AA
_WHITE, _BLACK = "#ffffff", "#000000"
# The grounds that links and marks stand on (foundation/tokens.css).
LIGHT_GROUND, DARK_SURFACE, DARK_TEXT_ON_ACCENT = "#f5f2ec", "#292622", "#08201f"


@dataclass(frozen=True, slots=True)
class Shades:
    """#rrggbb of one theme: the colour itself, under the pointer, as a soft ground, as text, and text on it."""

    accent: str
    hover: str
    soft: str
    text: str
    on_accent: str


def read_colour(written: str) -> str | None:
    """#rrggbb of "#1A7F37", "1a7f37" or "#0a0"; None of what is no colour."""
    found = re.fullmatch(r"#?([0-9a-fA-F]{6}|[0-9a-fA-F]{3})", written.strip())
    if found is None:
        return None
    digits = found[1].lower()
    return f"#{''.join(d * 2 for d in digits) if len(digits) == 3 else digits}"


def luminance(colour: str) -> float:
    """0 (black) to 1 (white)."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """1 to 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def mixed(colour: str, with_: str, share: float) -> str:
    """share: of the other, 0 to 1."""
    pairs = ((int(colour[at : at + 2], 16), int(with_[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def is_readable(accent: str) -> bool:
    """White on it, and it on the light ground."""
    return contrast(accent, _WHITE) >= READABLE and contrast(accent, LIGHT_GROUND) >= READABLE


def nearest_readable(accent: str) -> str:
    """The same hue, as much darker as it must be."""
    for step in range(101):
        tried = mixed(accent, _BLACK, step / 100)
        if is_readable(tried):
            return tried
    return _BLACK


def light_shades(accent: str) -> Shades:
    return Shades(accent, mixed(accent, _BLACK, 0.22), mixed(accent, _WHITE, 0.87), accent, _WHITE)


def dark_shades(accent: str) -> Shades:
    """Lighter until it can be read on the darkest page's raised surface; dark words on it."""
    for step in range(101):
        tried = mixed(accent, _WHITE, step / 100)
        if contrast(tried, DARK_SURFACE) >= READABLE and contrast(tried, DARK_TEXT_ON_ACCENT) >= READABLE:
            break
    return Shades(
        tried, mixed(tried, _WHITE, 0.2), mixed(accent, "#1d1b17", 0.72), mixed(tried, _WHITE, 0.15),
        DARK_TEXT_ON_ACCENT,
    )  # fmt: skip
