"""What each capability declares about the personal data in its tables, so that none is forgotten."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Rows = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Kept:
    """What an erasure leaves of a table, why, and for how many years; both said to whoever confirms it."""

    table: str
    why: Any  # a translated sentence
    years: int | None = None


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody outside who gets personal data from here: named in the register, told of an erasure."""

    key: str  # stable: "connection:support-mailbox"
    kind: str  # connection, webhook, report, processor
    name: str
    what_for: Any = ""  # a translated sentence
    gets_persons: bool = True  # False: a source that is only read


@dataclass(frozen=True, slots=True)
class PersonalData:
    """tables: every table with personal data → why it is kept, in one sentence.

    The functions take the ids of a person's identities and, besides, of their records (person_ids=()):
    find → how many rows of each table speak of them; export → the rows as plain values, per table;
    erase → how many rows of each table were deleted or made anonymous. None: not held by identity.
    erase_words takes what was said about them elsewhere under their handles and addresses out of texts, and
    find_words counts it. portable keeps of an export what art. 20 GDPR is about: what the person provided and
    what was observed of them under a contract or a consent; None: nothing of it.
    files → (name to show, stored name) of the files that belong to a copy.
    titles: table → what its rows are called, translated.
    """

    tables: Mapping[str, str] = field(default_factory=dict)
    find: Callable[..., dict[str, int]] | None = None
    export: Callable[..., Rows] | None = None
    erase: Callable[..., dict[str, int]] | None = None
    find_words: Callable[[Sequence[str]], dict[str, int]] | None = None
    erase_words: Callable[[Sequence[str]], dict[str, int]] | None = None
    portable: Callable[[Rows], Rows] | None = None
    files: Callable[..., list[tuple[str, str]]] | None = None
    titles: Mapping[str, Any] = field(default_factory=dict)
    kept: Sequence[Kept] = ()
    recipients: Callable[[], list[Recipient]] | None = None
