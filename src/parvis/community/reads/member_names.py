"""Whom the beginning of a name may mean, for who is writing it."""

from __future__ import annotations

import re

from parvis.community.logic.names import name_key
from parvis.community.models import Member

LEAST_LETTERS = 2


def members_beginning(begins: str, *, most: int) -> list[dict[str, str]]:
    """Members whose name begins so, whoever helped most first: "name", and "mention" as it is written after an @."""
    key = name_key(begins)
    if len(key) < LEAST_LETTERS:
        return []
    found = Member.objects.filter(name_key__startswith=key, left_at=None).order_by(
        "-helpful_count", "name_key"
    )
    return [
        {"name": name, "mention": mention_of(name)} for name in found.values_list("name", flat=True)[:most]
    ]


def mention_of(name: str) -> str:
    """The name in one word: what stands between is a full stop, what is neither letter nor digit is left out."""
    return ".".join(word for one in name.split() if (word := re.sub(r"[^\w-]", "", one)))
