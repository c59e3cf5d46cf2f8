"""Threads: examples by hand, and the same threads for any order and any cut into batches."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.conversations.logic.threading import MOST_REFERENCES, Linked, named_ids, thread_items


def groups(items: list[Linked], known: dict[str, int] | None = None) -> set[frozenset[str]]:
    return {frozenset(thread.external_ids) for thread in thread_items(items, known or {})}


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        pytest.param([Linked("a"), Linked("b")], [{"a"}, {"b"}], id="strangers"),
        pytest.param([Linked("b", "a"), Linked("a")], [{"a", "b"}], id="answer before its parent"),
        pytest.param(
            [Linked("b", "x"), Linked("c", "x")], [{"b", "c", "x"}], id="siblings of a missing parent"
        ),
        pytest.param([Linked("a", "a")], [{"a"}], id="answer to itself"),
        pytest.param([Linked("a", "b"), Linked("b", "a")], [{"a", "b"}], id="cycle of two"),
        pytest.param(
            [Linked("a", "c"), Linked("b", "a"), Linked("c", "b")], [{"a", "b", "c"}], id="cycle of three"
        ),
        pytest.param([Linked("c", "", ("a", "b"))], [{"a", "b", "c"}], id="references"),
        pytest.param([Linked("a", ""), Linked("b", "")], [{"a"}, {"b"}], id="an empty parent joins nobody"),
    ],
)
def test_threads(items: list[Linked], expected: list[set[str]]) -> None:
    assert groups(items) == {frozenset(group) for group in expected}


def test_a_late_parent_joins_two_conversations_and_the_oldest_stays() -> None:
    (thread,) = thread_items([Linked("p", "", ("a", "b"))], {"a": 9, "b": 4})
    assert thread.conversations == (4, 9)


def test_two_ids_of_one_conversation_are_one_thread() -> None:
    (thread,) = thread_items([Linked("x", "a"), Linked("y", "b")], {"a": 7, "b": 7})
    assert thread.conversations == (7,)
    assert thread.members == (0, 1)


def test_a_forged_chain_of_references_is_cut() -> None:
    forged = Linked("z", "", tuple(f"r{n}" for n in range(10_000)))
    assert len(forged.parents) == MOST_REFERENCES
    assert forged.parents[-1] == "r9999"


names = st.sampled_from([f"n{n}" for n in range(12)])
item = st.builds(Linked, names, st.one_of(st.just(""), names), st.lists(names, max_size=3).map(tuple))
batches = st.lists(item, min_size=1, max_size=14, unique_by=lambda one: one.external_id)


def conversations_after(cut: list[list[Linked]]) -> set[frozenset[str]]:
    """What the database would know after taking the batches one after the other."""
    known: dict[str, int] = {}
    number = 0
    for batch in cut:
        for thread in thread_items(batch, {name: known[name] for name in named_ids(batch) if name in known}):
            number += 1
            home = thread.conversations[0] if thread.conversations else number
            lost = set(thread.conversations[1:])
            known = {name: home if there in lost else there for name, there in known.items()}
            known |= dict.fromkeys(thread.external_ids, home)
    by_home: dict[int, set[str]] = {}
    for name, home in known.items():
        by_home.setdefault(home, set()).add(name)
    return {frozenset(group) for group in by_home.values()}


@given(batches, st.randoms(use_true_random=False), st.lists(st.integers(0, 14), max_size=4))
def test_any_order_and_any_cut_gives_the_same_threads(items, random, cuts) -> None:  # type: ignore[no-untyped-def]
    whole = groups(items)
    shuffled = list(items)
    random.shuffle(shuffled)
    edges = [0, *sorted(min(cut, len(items)) for cut in cuts), len(items)]
    cut = [shuffled[start:end] for start, end in pairwise(edges) if end > start]
    assert conversations_after(cut) == whole
    assert groups(shuffled) == whole


@given(batches)
def test_every_item_is_in_exactly_one_thread(items: list[Linked]) -> None:
    members = [position for thread in thread_items(items, {}) for position in thread.members]
    assert sorted(members) == list(range(len(items)))
