"""Keys and pairs as keyed hashes: compared with each other, and nothing to anybody without the installation's key."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable

from parvis.foundation.secrets import derived_key, keyed_hash


def hasher() -> Callable[[str], int]:
    """text → 64 bits as PostgreSQL's bigint holds them (BLAKE2b, keyed). Taken once for many texts."""
    key = derived_key("match-keys")

    def hashed(text: str) -> int:
        digest = hashlib.blake2b(text.encode(), digest_size=8, key=key).digest()
        return int.from_bytes(digest, "big", signed=True)

    return hashed


def pair_hash(one_id: int, other_id: int) -> str:
    """What stays of a pair that was refused."""
    older, newer = sorted((one_id, other_id))
    return keyed_hash("refused-joins", f"{older}:{newer}")


def pair_hashes(ones: Iterable[int], others: Iterable[int]) -> list[str]:
    """Of every record of one human with every record of the other."""
    others = list(others)
    return [pair_hash(one, other) for one in ones for other in others if one != other]
