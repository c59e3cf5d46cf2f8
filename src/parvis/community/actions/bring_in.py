"""Bringing in a community from elsewhere (logic/exchange.py): in batches, each whole or not at all.

Killed and begun again, or simply repeated, it finds what is there and goes on. Nobody is told by mail of what was
said years ago, and no text passes for one that was just written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import connection, transaction

from parvis.community.actions.bring_in_members import bring_boards, bring_members
from parvis.community.actions.bring_in_texts import bring_accepted, bring_answers, bring_questions
from parvis.community.actions.bring_in_votes import bring_me_too, bring_votes
from parvis.community.logic.exchange import (
    AcceptedLine,
    AnswerLine,
    BoardLine,
    Fault,
    MemberLine,
    MeTooLine,
    QuestionLine,
    VoteLine,
    read_line,
)
from parvis.foundation.access import purpose

BATCH = 2_000  # lines
MOST_FAULTS_KEPT = 200
# What the house itself writes under these: an import by such a name would mix with it.
OWN_ORIGINS = frozenset({"web", "mail", "inbox"})

# In the order in which one kind names another.
BRINGERS: tuple[tuple[type, Callable[..., int]], ...] = (
    (BoardLine, bring_boards),
    (MemberLine, bring_members),
    (QuestionLine, bring_questions),
    (AnswerLine, bring_answers),
    (AcceptedLine, bring_accepted),
    (VoteLine, bring_votes),
    (MeTooLine, bring_me_too),
)


class OriginRefused(ValueError):
    """The name of the source is empty, too long or the house's own."""


@dataclass(slots=True)
class Outcome:
    """new: by type of line. known: lines that were there already. faults: the first ones; fault_count: all."""

    lines: int = 0
    new: Counter[str] = field(default_factory=Counter)
    known: int = 0
    fault_count: int = 0
    faults: list[Fault] = field(default_factory=list)

    def refuse(self, faults: list[Fault]) -> None:
        self.fault_count += len(faults)
        self.faults += faults[: MOST_FAULTS_KEPT - len(self.faults)]


def bring_in(
    lines: Iterable[str],
    *,
    origin: str,
    now: datetime,
    on_batch: Callable[[Outcome], None] = lambda outcome: None,
) -> Outcome:
    """Take in the lines of a file. origin: what the source is called; the same file under it brings nothing twice.

    Raises OriginRefused. What stands in the file raises nothing: each bad line is a fault.
    """
    origin = origin.strip()
    if not origin or len(origin) > 40 or origin in OWN_ORIGINS or not origin.isprintable():
        raise OriginRefused(origin)
    outcome = Outcome()
    numbered = ((number, raw) for number, raw in enumerate(lines, start=1) if raw.strip())
    for batch in _batches(numbered):
        _bring_batch(batch, origin=origin, outcome=outcome, now=now)
        on_batch(outcome)
    return outcome


def _batches(numbered: Iterator[tuple[int, str]]) -> Iterator[list[tuple[int, str]]]:
    while batch := list(islice(numbered, BATCH)):
        yield batch


def _bring_batch(batch: Iterable[tuple[int, str]], *, origin: str, outcome: Outcome, now: datetime) -> None:
    read = [(number, read_line(raw, number=number)) for number, raw in batch]
    outcome.lines += len(read)
    outcome.refuse([line for _, line in read if isinstance(line, Fault)])
    with purpose("membership"), transaction.atomic():
        with connection.cursor() as cursor:
            # Two imports of one source at once would both find a name new.
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('community-bring-in'))")
        for kind, bring in BRINGERS:
            mine: list[tuple[int, Any]] = [(number, line) for number, line in read if isinstance(line, kind)]
            if not mine:
                continue
            faults: list[Fault] = []
            new = bring(mine, origin=origin, faults=faults, now=now)
            outcome.refuse(faults)
            outcome.new[mine[0][1].type] += new
            outcome.known += len(mine) - new - len(faults)
