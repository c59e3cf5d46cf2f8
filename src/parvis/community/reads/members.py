"""Who is logged in as a member."""

from __future__ import annotations

from parvis.accounts.models import User
from parvis.community.models import Member


def member_of_session(member_id: int, *, epoch: int) -> Member | None:
    """None where they left, or logged out everywhere since."""
    return Member.objects.filter(pk=member_id, session_epoch=epoch, left_at=None).first()


def member_of_account(user: User) -> Member | None:
    return Member.objects.filter(staff=user, left_at=None).first()
