from __future__ import annotations

from datetime import UTC, datetime, timedelta

from parvis.conversations.logic.order import reading_order
from parvis.conversations.logic.threading import Linked

T = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def order(*said: tuple[int, Linked]) -> list[str]:
    pairs = [(T + timedelta(seconds=seconds), item) for seconds, item in said]
    return [pairs[position][1].external_id for position in reading_order(pairs)]


def test_time_decides() -> None:
    assert order((2, Linked("b")), (1, Linked("a"))) == ["a", "b"]


def test_an_answer_of_the_same_second_comes_after_its_question() -> None:
    assert order((0, Linked("c", "b")), (0, Linked("b", "a")), (0, Linked("a"))) == ["a", "b", "c"]


def test_a_cycle_in_one_second_loses_nobody() -> None:
    assert sorted(order((0, Linked("a", "b")), (0, Linked("b", "a")))) == ["a", "b"]
