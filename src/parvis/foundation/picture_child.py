"""Makes one picture anew, in a process of its own: bytes in, a line of figures and two WebP pictures out.

Run as a program by foundation/pictures.py, never imported: what decodes a stranger's file holds no secret, no
connection and no right to write, and the kernel ends it when it takes too much memory or time.
"""

from __future__ import annotations

import io
import json
import resource
import sys

from PIL import Image, ImageOps

MOST_CPU_SECONDS = 10
MOST_MEMORY_BYTES = 1200 * 1024 * 1024
# 250 million pixels is beyond any telephone; what is really unpacked is a fifth of it at most, as JPEG can be
# decoded small and the others are held to it.
MOST_PIXELS = 250_000_000
MOST_PIXELS_UNPACKED = 50_000_000
SMALL, LARGE = (320, 240), (1600, 1600)
LEAST_SIDE = 16  # smaller ones are spacers and marks that count readers
MOST_BYTES = 1024 * 1024
FORMATS = ("PNG", "JPEG", "GIF", "WEBP")


def main() -> int:
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_CPU_SECONDS, MOST_CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY_BYTES, MOST_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    content = sys.stdin.buffer.read()
    Image.MAX_IMAGE_PIXELS = None  # bounded here, with an answer instead of a warning
    picture = Image.open(io.BytesIO(content), formats=FORMATS)
    if picture.width * picture.height > MOST_PIXELS or min(picture.size) < LEAST_SIDE:
        return 1
    picture.draft("RGB", LARGE)
    if picture.width * picture.height > MOST_PIXELS_UNPACKED:
        return 1
    plain = _plain(picture)
    large, small = plain.copy(), plain
    large.thumbnail(LARGE)
    small.thumbnail(SMALL)
    pictures = [_written(large), _written(small)]
    figures = {"size": large.size, "small": small.size, "bytes": [len(one) for one in pictures]}
    sys.stdout.buffer.write(json.dumps(figures).encode() + b"\n" + b"".join(pictures))
    return 0


def _plain(picture: Image.Image) -> Image.Image:
    """The first frame, upright, on white, with nothing beside its pixels: no EXIF, no place, no profile."""
    picture.load()
    turn = picture.getexif().get(0x0112, 1)
    picture.thumbnail(LARGE)
    upright = Image.new("RGB", picture.size, "white")
    if picture.mode in {"RGBA", "LA", "PA", "P"} or "transparency" in picture.info:
        seen = picture.convert("RGBA")
        upright.paste(seen, mask=seen)
    else:
        upright.paste(picture.convert("RGB"))
    upright.getexif()[0x0112] = turn
    turned = ImageOps.exif_transpose(upright)
    bare = Image.new("RGB", turned.size)
    bare.paste(turned)
    return bare


def _written(picture: Image.Image) -> bytes:
    for quality in (80, 50, 20):
        stream = io.BytesIO()
        picture.save(stream, "WEBP", quality=quality)
        if stream.tell() <= MOST_BYTES:
            break
    return stream.getvalue()


if __name__ == "__main__":
    raise SystemExit(main())
