"""What a public profile says, whichever network it stands on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PublicProfile:
    """url: its page; text: all its words; markup: its fields as HTML, where links to other places may stand."""

    url: str
    text: str
    markup: tuple[str, ...] = ()
