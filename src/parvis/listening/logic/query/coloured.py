"""A query in pieces of one kind each, for an editor that colours them; faulty texts as far as they can be read."""

from __future__ import annotations

from parvis.listening.logic.query.tokens import TOKEN

# start, end, kind: "operator", "field", "phrase", "name", "sign", "wild", "parenthesis", "comment".
Piece = tuple[int, int, str]

MOST_COLOURED = 20_000  # characters; beyond, nobody reads colours and each keystroke would cost

_KINDS = {
    "skip": "comment",
    "open": "parenthesis",
    "close": "parenthesis",
    "quoted": "phrase",
    "near": "operator",
    "operator": "operator",
    "minus": "operator",
    "call": "operator",
    "raw": "field",
    "number": "field",
    "field": "field",
    "named": "name",
}


def coloured(text: str) -> list[Piece]:
    """In order and without overlaps; plain words are left out. Positions are in characters of Python."""
    pieces: list[Piece] = []
    place = 0
    while place < min(len(text), MOST_COLOURED):
        found = TOKEN.match(text, place)
        if found is None or found.end() == place:
            break
        place = found.end()
        group = found.lastgroup or ""
        kind = _KINDS.get(group, "")
        if group == "bare":
            word = found[group]
            kind = "sign" if word[0] in "#@" else "wild" if "*" in word or "?" in word else ""
        if kind and found[group]:
            pieces.append((found.start(group), place, kind))
    return pieces
