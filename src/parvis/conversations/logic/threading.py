"""Which items belong to one thread: connected components of "answers to" over external ids (union–find).

Two items are in one thread when a chain of reply links joins them, whichever direction the links point in and
whether or not the parent itself ever arrived. So siblings of a missing parent stand together, a parent that
comes late joins what waited for it, and a cycle or a reply to oneself is just a link that was there already.
The result does not depend on the order of the items nor on how they were cut into batches.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

# A chain of references longer than this is a forged header; the nearest parents are last.
MOST_REFERENCES = 100


@dataclass(frozen=True, slots=True)
class Linked:
    """What threading needs of an item: its external id and those it refers to."""

    external_id: str
    in_reply_to: str = ""
    references: tuple[str, ...] = ()

    @property
    def parents(self) -> tuple[str, ...]:
        """External ids this item refers to, without itself and without empty ones."""
        named = (*self.references[-MOST_REFERENCES:], self.in_reply_to)
        return tuple(dict.fromkeys(name for name in named if name and name != self.external_id))


@dataclass(frozen=True, slots=True)
class Thread:
    """One component: positions of its items, the external ids in it, the conversations it had already.

    conversations is ascending: the first one, the oldest, stays; the others are joined into it.
    """

    members: tuple[int, ...]
    external_ids: tuple[str, ...]
    conversations: tuple[int, ...]


def named_ids(items: Iterable[Linked]) -> list[str]:
    """Every external id that the items carry or refer to, once each."""
    names: dict[str, None] = {}
    for item in items:
        names.update(dict.fromkeys((item.external_id, *item.parents)))
    return list(names)


def thread_items(items: Sequence[Linked], known: Mapping[str, int]) -> list[Thread]:
    """The threads of the items. known: external id → id of the conversation it already belongs to."""
    parent: dict[str, str] = {}

    def root_of(name: str) -> str:
        root = parent.setdefault(name, name)
        while parent[root] != root:
            root = parent[root]
        while parent[name] != root:
            parent[name], name = root, parent[name]
        return root

    def join(one: str, other: str) -> None:
        first, second = root_of(one), root_of(other)
        if first != second:
            # The smaller name is the root, so that equal input in any order has equal output.
            low, high = sorted((first, second))
            parent[high] = low

    for item in items:
        root_of(item.external_id)
        for name in item.parents:
            join(item.external_id, name)
    # Two ids of one conversation are in one thread even where no item at hand says so.
    seen_in: dict[int, str] = {}
    for name, conversation in known.items():
        if name in parent:
            join(name, seen_in.setdefault(conversation, name))

    members: dict[str, list[int]] = {}
    for position, item in enumerate(items):
        members.setdefault(root_of(item.external_id), []).append(position)
    names: dict[str, list[str]] = {}
    for name in parent:
        names.setdefault(root_of(name), []).append(name)
    return [
        Thread(
            members=tuple(positions),
            external_ids=tuple(sorted(names[root])),
            conversations=tuple(sorted({known[name] for name in names[root] if name in known})),
        )
        for root, positions in members.items()
    ]
