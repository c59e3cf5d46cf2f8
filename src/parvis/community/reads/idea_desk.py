"""Ideas as the company's desk lists them: what is late first, who is in charge, what waits longest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.http import Http404

from parvis.accounts.models import User
from parvis.accounts.reads.users import active_users
from parvis.community.logic.ideas import OPEN_STATUSES
from parvis.community.models import Idea
from parvis.foundation.logic.typed import id_typed

PAGE = 50
# View → (columns of the key, the newest or the oldest first).
VIEWS = ("due", "overdue", "new", "open", "mine", "done", "declined")
MOST_COUNTED = 1_000
SOON = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class DeskPage:
    ideas: list[Idea]
    after: str


def desk_ideas(user: User, *, view: str, now: datetime, after: str = "", most: int = PAGE) -> DeskPage:
    """due, overdue: by date, the earliest first. new, open: the most wanted first. mine: in one's charge.

    done, declined: the latest first. An unknown view is `due`.
    """
    found = _seen(user, view, now=now).select_related("author", "in_charge", "board")
    if view in ("new", "open", "mine"):
        votes, _, idea_id = after.partition("~")
        if id_typed(idea_id):
            found = found.filter(
                Q(vote_count__lt=id_typed(votes)) | Q(vote_count=id_typed(votes), pk__lt=id_typed(idea_id))
            )
        rows = list(found.order_by("-vote_count", "-pk")[: most + 1])
        key = f"{rows[most - 1].vote_count}~{rows[most - 1].pk}" if len(rows) > most else ""
    elif view in ("done", "declined"):
        rows = _by_moment(found, "status_at", after, is_newest_first=True, most=most)
        key = f"{rows[most - 1].status_at.isoformat()}~{rows[most - 1].pk}" if len(rows) > most else ""
    else:
        rows = _by_moment(found, "due_at", after, is_newest_first=False, most=most)
        last = rows[most - 1] if len(rows) > most else None
        key = f"{last.due_at.isoformat()}~{last.pk}" if last and last.due_at else ""
    return DeskPage(rows[:most], key)


def desk_counts(user: User, *, now: datetime) -> dict[str, int]:
    """How many there are of what somebody has to do; more than MOST_COUNTED is not counted on."""
    return {view: _seen(user, view, now=now)[:MOST_COUNTED].count() for view in ("due", "overdue", "mine")}


@dataclass(frozen=True, slots=True)
class Due:
    """How many have no answer: late, and within SOON. More than MOST_COUNTED are not counted on."""

    late: int
    soon: int


def ideas_due(user: User, *, now: datetime) -> Due:
    """All for whoever manages the community, else those in one's charge."""
    found = _seen(user, "due", now=now)
    if not user.may("community.manage"):
        found = found.filter(in_charge__staff=user)
    late = found.filter(due_at__lte=now)[:MOST_COUNTED].count()
    return Due(late, 0 if late else found.filter(due_at__lte=now + SOON)[:MOST_COUNTED].count())


def can_take_charge() -> list[User]:
    """Employees who take part for the company, by name."""
    return [one for one in active_users().filter(owner=None) if one.may("community.answer")]


def _seen(user: User, view: str, *, now: datetime) -> QuerySet[Idea]:
    shown = Idea.objects.filter(state=Idea.SHOWN)
    match view:
        case "overdue":
            return shown.filter(due_at__lte=now, answered_at=None, due_at__isnull=False).exclude(
                status=Idea.MERGED
            )
        case "new":
            return shown.filter(status=Idea.NEW)
        case "open":
            return shown.filter(status__in=OPEN_STATUSES)
        case "mine":
            return shown.filter(in_charge__staff=user, status__in=OPEN_STATUSES)
        case "done" | "declined":
            return shown.filter(status=view)
    return shown.filter(due_at__isnull=False, answered_at=None).exclude(status=Idea.MERGED)


def _by_moment(
    found: QuerySet[Idea], column: str, after: str, *, is_newest_first: bool, most: int
) -> list[Idea]:
    at, _, number = after.partition("~")
    idea_id = id_typed(number)
    try:
        key = datetime.fromisoformat(at) if idea_id else None
    except ValueError:
        key = None
    if key is not None and key.tzinfo is not None:
        than = "lt" if is_newest_first else "gt"
        found = found.filter(Q(**{f"{column}__{than}": key}) | Q(**{column: key, f"pk__{than}": idea_id}))
    sign = "-" if is_newest_first else ""
    return list(found.order_by(f"{sign}{column}", f"{sign}pk")[: most + 1])


def desk_idea(idea_id: int) -> Idea:
    """Whatever its state. Raises Http404."""
    found = (
        Idea.objects.select_related("author", "in_charge", "board", "session")
        .filter(pk=min(idea_id, 2**63 - 1))
        .first()
    )
    if found is None:
        raise Http404("idea")
    return found
