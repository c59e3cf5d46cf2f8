"""What is not taken in at all: posts of certain sites, by certain authors, with certain words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from parvis.listening.logic.query.fold import folded


@dataclass(frozen=True, slots=True)
class Exclusions:
    """sites: host names, each with its subdomains; authors: (channel or "", key of the handle)."""

    sites: frozenset[str] = frozenset()
    authors: frozenset[tuple[str, str]] = frozenset()
    words: re.Pattern[str] | None = None

    def __bool__(self) -> bool:
        return bool(self.sites or self.authors or self.words)

    def reason(
        self, *, site: str, channel: str, handle_key: str, title: str, text: str
    ) -> tuple[str, str] | None:
        """(reason, the value that decided), or None for a post that is taken in."""
        if self.sites:
            for host in _with_parents(site.lower()):
                if host in self.sites:
                    return "site", host
        if self.authors and handle_key:
            for key in ((channel, handle_key), ("", handle_key)):
                if key in self.authors:
                    return "author", handle_key
        if self.words is not None:
            found = self.words.search(folded(f"{title} {text}"))
            if found:
                return "word", found[0]
        return None


def exclusions_of(rows: Iterable[tuple[str, str, str]]) -> Exclusions:
    """rows: (kind, channel, value)."""
    by_kind: dict[str, list[tuple[str, str]]] = {"site": [], "author": [], "word": []}
    for kind, channel, value in rows:
        by_kind[kind].append((channel, value))
    words = sorted({word_key(value) for _, value in by_kind["word"]}, key=len, reverse=True)
    return Exclusions(
        sites=frozenset(site_key(value) for _, value in by_kind["site"]),
        authors=frozenset(by_kind["author"]),
        words=re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)") if words else None,
    )


def site_key(typed: str) -> str:
    """The host of what was typed or pasted: "https://www.Example.org/x" → "example.org"."""
    host = typed.strip().lower().split("://")[-1].split("/")[0].split("?")[0].split(":")[0]
    return host.removeprefix("www.").strip(".")[:200]


def word_key(typed: str) -> str:
    return " ".join(folded(typed).split())


def _with_parents(host: str) -> Iterable[str]:
    while host:
        yield host
        _, _, host = host.partition(".")
