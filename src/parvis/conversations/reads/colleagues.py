"""Colleagues around a conversation: who is here, and who could take it."""

from __future__ import annotations

from datetime import datetime, timedelta

from parvis.accounts.models import User
from parvis.accounts.reads.role_table import every_role
from parvis.conversations.logic.presence import GONE_AFTER_SECONDS
from parvis.conversations.models import Conversation, Presence


def present_colleagues(conversation: Conversation, *, but: User, now: datetime) -> list[Presence]:
    """Others who have it open just now, writers first."""
    return list(
        Presence.objects.filter(
            conversation=conversation, seen_at__gt=now - timedelta(seconds=GONE_AFTER_SECONDS)
        )
        .exclude(user=but)
        .select_related("user")
        .order_by("-is_writing", "seen_at")
    )


def assignable_colleagues(conversation: Conversation) -> list[User]:
    """Active accounts that answer and see its queue, by name, in two queries."""
    roles = every_role()
    answer = [code for code, granted in roles.items() if "conversations.answer" in granted]
    see_all = [code for code, granted in roles.items() if "conversations.view_all" in granted]
    answering = User.objects.filter(is_active=True, roles__overlap=answer)
    team_id = conversation.queue.team_id
    if team_id is None:
        return list(answering.exclude(roles=["partner"]))
    in_team = answering.filter(memberships__team=team_id)
    seeing_all = answering.filter(roles__overlap=see_all)
    return list((in_team | seeing_all).distinct())
