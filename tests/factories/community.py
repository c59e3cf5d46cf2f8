"""Members, boards, questions and answers for tests, through the real actions."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from parvis.community.actions.answer import answer
from parvis.community.actions.ask import ask
from parvis.community.logic.names import name_key
from parvis.community.models import Answer, Board, Member, Question
from tests.factories.channels import NOON

_numbers = count(1)
WORDS = "amber birch cedar delta ember flint grove hazel iris jade kelp lotus maple north olive pearl".split()


def make_member(name: str = "", **fields: Any) -> Member:
    number = next(_numbers)
    name = name or f"{WORDS[number % 16].title()} {WORDS[number // 16 % 16]} {WORDS[number // 256 % 16]}"
    return Member.objects.create(
        **{"name": name, "name_key": name_key(name), "trust": Member.BASIC, "joined_at": NOON, **fields}
    )


def make_board(name: str = "Batteries", **fields: Any) -> Board:
    return Board.objects.create(
        **{"name": name, "slug": f"board-{next(_numbers)}", "created_at": NOON, **fields}
    )


def make_question(*, by: Member | None = None, board: Board | None = None, **fields: Any) -> Question:
    given: dict[str, Any] = {
        "title": "Why does the battery stop at 80 %?", "text": "It says full and is not.", "language": "en",
        "now": NOON, **fields,
    }  # fmt: skip
    return ask(board or make_board(), by=by or make_member(), **given)


def make_answer(
    question: Question, *, by: Member | None = None, text: str = "Calibrate it.", now: datetime | None = None
) -> Answer:
    return answer(question, text=text, by=by or make_member(), now=now or NOON + timedelta(minutes=5))
