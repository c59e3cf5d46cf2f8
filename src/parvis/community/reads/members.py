"""Who is logged in as a member."""

from __future__ import annotations

from parvis.accounts.models import User
from parvis.community.models import Member
from parvis.foundation.prepared import columns_of, kept, read_as

_OF_SESSION = f"""
    SELECT {columns_of(Member, "m")} FROM community_member m
    WHERE m.id = %s AND m.session_epoch = %s AND m.left_at IS NULL
"""  # noqa: S608 -- names of models


def member_of_session(member_id: int, *, epoch: int) -> Member | None:
    """None where they left, or logged out everywhere since."""
    with kept() as cursor:
        cursor.execute(_OF_SESSION, [member_id, epoch])
        row = cursor.fetchone()
    return read_as(Member, row) if row else None


def member_of_account(user: User) -> Member | None:
    return Member.objects.filter(staff=user, left_at=None).first()
