"""The community's health: six raw factors against its own history, who answers whom and how fast, and what is wrong.

Of the whole place, or of one board with those fused into it. Weeks come from their counts
(actions/count_health.py); what needs single rows is read from the newest weeks alone (reads/health_rows.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from parvis.community.logic.figures import Survival, gini, top_share
from parvis.community.logic.ghost_town import Seen, State, Warned, signs_of, state_of
from parvis.community.models import Board, WeekOfHealth
from parvis.community.reads.boards import public_families
from parvis.community.reads.health_factors import FACTORS, WEEKS_SHOWN, Factor, factor
from parvis.community.reads.health_rows import (
    BoardLife,
    answers_by_member,
    first_answers,
    lives_of_boards,
    replied,
    returned,
    returned_to,
)
from parvis.foundation.logic.intervals import Estimate, share

# Fewer newcomers than these say nothing about their coming back.
LEAST_NEWCOMERS = 10


@dataclass(frozen=True, slots=True)
class Health:
    """boards: of the whole place, the quietest first. board: what it is the health of; None: the whole place."""

    board: Board | None
    state: State
    signs: list[Warned]
    weeks: list[WeekOfHealth]
    factors: list[Factor]
    questions: int
    replied: Estimate | None
    first_answer: Survival
    by_staff: Estimate | None
    by_super_users: Estimate | None
    by_customers: Estimate | None
    returned: Estimate | None
    writers: int
    top_1: float | None
    top_5: float | None
    gini: float | None
    boards: list[BoardLife]


def health(*, now: datetime, board: Board | None = None) -> Health:
    """board: one that everybody reads, and that was not fused into another."""
    families = public_families()
    here = [one for one, root in families.items() if board is None or root == board.pk]
    counted = WeekOfHealth.objects.filter(board=board, week__lte=now.date() - timedelta(days=7))
    weeks = list(counted.order_by("-week")[:130])[::-1]
    factors = [factor(name, value, join, weeks) for name, value, join in FACTORS]
    asked, with_answer = replied(here, now=now)
    counts = answers_by_member(here, now=now)
    total = sum(n for n, _ in counts)
    staff = sum(n for n, who in counts if who == "staff")
    super_users = sum(n for n, who in counts if who == "super-user")
    came_back = share(*(returned_to(here, now=now) if board else returned(now=now)))
    boards = [] if board else lives_of_boards(families, now=now)
    newest = weeks[-4:]
    seen = Seen(
        questions=asked,
        weeks=len(weeks),
        replied=with_answer / asked if asked else None,
        writers=sum(week.writers for week in newest) / len(newest) if newest else None,
        staff_share=staff / total if total else None,
        top_member_share=max((n for n, who in counts if who != "staff"), default=0) / total
        if total
        else None,
        returned=came_back.value if came_back and came_back.n >= LEAST_NEWCOMERS else None,
        silent_boards=sum(1 for one in boards if one.is_silent),
        boards=len(boards),
        rank_of_posts=next(one.rank for one in factors if one.name == "liveliness"),
        texts=sum(week.questions + week.answers for week in newest) if board else None,
    )
    signs = signs_of(seen)
    each = [float(n) for n, _ in counts]
    return Health(
        board=board,
        state=state_of(seen, signs),
        signs=signs,
        weeks=weeks[-WEEKS_SHOWN:],
        factors=factors,
        questions=asked,
        replied=share(with_answer, asked),
        first_answer=first_answers(here, now=now),
        by_staff=share(staff, total),
        by_super_users=share(super_users, total),
        by_customers=share(total - staff - super_users, total),
        returned=came_back,
        writers=len(counts),
        top_1=top_share(each, 0.01),
        top_5=top_share(each, 0.05),
        gini=gini(each),
        boards=boards,
    )
