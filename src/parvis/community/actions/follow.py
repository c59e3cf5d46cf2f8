"""Following a question, and no longer."""

from __future__ import annotations

from datetime import datetime

from parvis.community.actions.flow import refuse_suspended
from parvis.community.models import Follow, Member, Question


def follow(question: Question, *, by: Member, is_wanted: bool, now: datetime) -> None:
    """A decision against is kept, so that answering does not turn it on again. Raises Suspended for a wish to hear."""
    if is_wanted:
        refuse_suspended(by, now=now)
    Follow.objects.update_or_create(
        question=question,
        member=by,
        defaults={"is_wanted": is_wanted},
        create_defaults={"is_wanted": is_wanted, "at": now, "told_position": question.last_position},
    )
