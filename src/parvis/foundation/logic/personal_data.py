"""What each capability declares about the personal data in its tables, so that none is forgotten."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class PersonalData:
    """tables: every table with personal data → why it is kept, in one sentence.

    The three functions take the ids of a person's identities:
    find → how many rows of each table speak of them; export → the rows as plain values, per table;
    erase → how many rows of each table were deleted or made anonymous. None: not held by identity.
    """

    tables: Mapping[str, str] = field(default_factory=dict)
    find: Callable[[Sequence[int]], dict[str, int]] | None = None
    export: Callable[[Sequence[int]], dict[str, list[dict[str, Any]]]] | None = None
    erase: Callable[[Sequence[int]], dict[str, int]] | None = None
