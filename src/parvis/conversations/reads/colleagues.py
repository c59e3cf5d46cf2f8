"""Colleagues around a conversation: who is here, and who could take it."""

from __future__ import annotations

from datetime import datetime, timedelta

from parvis.accounts.logic.roles import ROLES
from parvis.accounts.models import User
from parvis.conversations.logic.presence import GONE_AFTER_SECONDS
from parvis.conversations.models import Conversation, Presence

ANSWERING_ROLES = sorted(role for role, granted in ROLES.items() if "conversations.answer" in granted)
SEEING_ALL_ROLES = sorted(role for role, granted in ROLES.items() if "conversations.view_all" in granted)


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
    """Active accounts that answer and see its queue, by name, in one query."""
    answering = User.objects.filter(is_active=True, roles__overlap=ANSWERING_ROLES)
    team_id = conversation.queue.team_id
    if team_id is None:
        return list(answering.exclude(roles=["partner"]))
    in_team = answering.filter(memberships__team=team_id)
    seeing_all = answering.filter(roles__overlap=SEEING_ALL_ROLES)
    return list((in_team | seeing_all).distinct())
