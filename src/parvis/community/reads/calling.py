"""What waits on a board, and which super-users can be asked to answer it."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count

from parvis.community.models import Member, Question


def waiting_on(board_ids: Sequence[int] | None, *, most: int) -> list[Question]:
    """Open questions without an answer that nobody was asked to answer, the newest first; None: on any public board."""
    found = Question.objects.filter(answer_count=0, state=Question.OPEN, assigned_id=None)
    found = found.filter(board__is_private=False) if board_ids is None else found.filter(board__in=board_ids)
    return list(
        found.select_related("author", "board").defer("text", "html").order_by("-asked_at", "-pk")[:most]
    )


def super_users() -> list[Member]:
    """Customers among them alone: employees are asked at the desk."""
    return list(Member.objects.filter(is_super_user=True, staff=None, left_at=None).order_by("name")[:100])


def asked_of_each(members: Sequence[Member]) -> dict[int, int]:
    """Member → how many open questions wait for them already."""
    rows = Question.objects.filter(
        assigned_id__in=[one.pk for one in members], state=Question.OPEN, accepted=None
    )
    counted = rows.order_by().values_list("assigned_id").annotate(n=Count("pk"))
    return {member_id: n for member_id, n in counted if member_id}
