"""Pictures as cameras and mail programs make them, and as those who mean harm do."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image

MAKER, PLACE = 0x010F, 0x8825
ORIENTATION = 0x0112
TURNED_RIGHT = 6


def picture(kind: str = "PNG", *, size: tuple[int, int] = (400, 300), mode: str = "RGB", **how: Any) -> bytes:
    """A picture whose left half is red and whose right half is blue."""
    made = Image.new(mode, size, "blue")
    made.paste("red", (0, 0, size[0] // 2, size[1]))
    stream = io.BytesIO()
    made.save(stream, kind, **how)
    return stream.getvalue()


def photograph() -> bytes:
    """A JPEG of a telephone held upright: turned, with its maker and the place where it was taken."""
    exif = Image.Exif()
    exif[MAKER] = "Velostral Camera"
    exif[ORIENTATION] = TURNED_RIGHT
    exif.get_ifd(PLACE)[1] = "N"
    return picture("JPEG", exif=exif, comment=b"taken at home")


def animation() -> bytes:
    """Red first, then two hundred others."""
    frames = [Image.new("P", (120, 90), number) for number in range(200)]
    stream = io.BytesIO()
    Image.new("RGB", (120, 90), "red").save(stream, "GIF", save_all=True, append_images=frames)
    return stream.getvalue()
