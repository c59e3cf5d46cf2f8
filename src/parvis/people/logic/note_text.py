"""The small part of Markdown that notes are read with: paragraphs, lists, bold, italic, addresses. Pure.

Written as blocks of plain pieces, not as HTML: the template writes each piece escaped, so nothing that somebody
pastes becomes markup. What is no such sign stays as it was typed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MOST_CHARACTERS = 20_000
_ITEM = re.compile(r"^\s{0,3}(?:[-*+]|(\d{1,3})[.)])\s+(.*)$")
_PIECE = re.compile(
    r"\*\*(?P<strong>[^*\n]+)\*\*|(?<![\w*])[*_](?P<em>[^*_\n]+)[*_](?![\w*])|(?P<url>https?://[^\s<>\"']+)"
)
_BEHIND_AN_ADDRESS = ".,;:!?)]}»”"


@dataclass(frozen=True, slots=True)
class Piece:
    """look: "", "strong", "em" or "url"."""

    text: str
    look: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """kind: "text", "list" or "numbers"; lines: of a text its lines, of a list its items."""

    kind: str
    lines: tuple[tuple[Piece, ...], ...]


def blocks_of(text: str) -> list[Block]:
    blocks: list[Block] = []
    kind = ""
    lines: list[tuple[Piece, ...]] = []

    def close() -> None:
        nonlocal kind, lines
        if lines:
            blocks.append(Block(kind, tuple(lines)))
        kind, lines = "", []

    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        item = _ITEM.match(line)
        here = "text" if item is None else "numbers" if item[1] else "list"
        if not line.strip() or (kind and here != kind):
            close()
        if line.strip():
            kind = here
            lines.append(_pieces(item[2] if item else line.strip()))
    close()
    return blocks


def _pieces(line: str) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    end = 0
    for found in _PIECE.finditer(line):
        look = str(found.lastgroup)
        shown = found[look]
        start, stop = found.span()
        if look == "url":
            shown = shown.rstrip(_BEHIND_AN_ADDRESS)
            stop = start + len(shown)
        if start > end:
            pieces.append(Piece(line[end:start]))
        pieces.append(Piece(shown, look))
        end = stop
    if end < len(line):
        pieces.append(Piece(line[end:]))
    return tuple(pieces)
