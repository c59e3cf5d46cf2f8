"""The word by which one query names another: $reference."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from parvis.listening.logic.query.fold import folded

LONGEST = 60
_FIT = re.compile(r"[a-z][a-z0-9_]{0,59}")


def is_fit(reference: str) -> bool:
    return _FIT.fullmatch(reference) is not None


def reference_of(name: str, *, taken: Collection[str]) -> str:
    """A free reference made of a name: "Vélo cargo" → velo_cargo, velo_cargo_2 …"""
    plain = "_".join(re.findall(r"[a-z0-9]+", folded(name)))[: LONGEST - 6].strip("_")
    plain = plain if plain[:1].isalpha() else f"q_{plain}".rstrip("_")
    number, found = 1, plain
    while found in taken:
        number += 1
        found = f"{plain}_{number}"
    return found


def names_of(text: str) -> set[str]:
    """The references in a text, as far as they can be told without parsing it."""
    return {name.lower() for name in re.findall(r"\$(\w+)", text)}


class NamedTexts(Mapping[str, str]):
    """reference → text, asked for in any case: $Brand is $brand."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = {name.lower(): text for name, text in texts.items()}

    def __getitem__(self, name: str) -> str:
        return self._texts[name.lower()]

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    def with_one(self, reference: str, text: str) -> NamedTexts:
        return NamedTexts({**self._texts, reference: text})
