"""Pictures that strangers sent, made anew so that they may be shown.

Only pixels pass: no stranger's byte reaches a browser. What a file is is decided by its beginning, never by its
name; SVG is a program and no picture.
"""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

logger = logging.getLogger(__name__)

MOST_BYTES = 15 * 1024 * 1024
MOST_SECONDS = 60  # on a busy machine; the child itself may use ten of the processor
_CHILD = Path(__file__).with_name("picture_child.py")


@dataclass(frozen=True, slots=True)
class Pictures:
    """One picture in two sizes, WebP. width and height are those of the large one."""

    width: int
    height: int
    large: bytes
    small: bytes


def looks_like_picture(beginning: bytes) -> bool:
    """PNG, JPEG, GIF or WebP, by their first twelve bytes."""
    return beginning.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a")) or (
        beginning[:4] == b"RIFF" and beginning[8:12] == b"WEBP"
    )


def made_anew(content: bytes) -> Pictures | None:
    """The picture in two sizes; None for what is none, is damaged, or would take too much to unpack."""
    if len(content) > MOST_BYTES or not looks_like_picture(content[:12]):
        return None
    try:
        done = subprocess.run(  # noqa: S603 (our own program, no argument from outside)
            [sys.executable, "-I", str(_CHILD)],
            input=content,
            capture_output=True,
            timeout=MOST_SECONDS,
            env={},
            check=False,
        )
    except subprocess.TimeoutExpired:
        logger.warning("a picture of %d bytes took more than %d s", len(content), MOST_SECONDS)
        return None
    if done.returncode:
        # 1: refused or damaged, told by nobody's name; below zero: ended by the kernel at a limit.
        logger.info("a picture of %d bytes was not made anew (%d)", len(content), done.returncode)
        return None
    line, _, pictures = done.stdout.partition(b"\n")
    told = json.loads(line)
    width, height = told["size"]
    cut = told["bytes"][0]
    return Pictures(width, height, pictures[:cut], pictures[cut:])
