"""Who may see and change accounts and teams."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404

from parvis.accounts.models import Team, User


def can_manage_users(user: User) -> bool:
    return user.may("users.manage")


def visible_to(user: User) -> QuerySet[User]:
    """Colleagues know each other's names; a partner sees only those they share a team with."""
    if can_manage_users(user) or (user.is_active and set(user.roles) - {"partner"}):
        return User.objects.all()
    shared = User.objects.filter(memberships__team_id__in=user.team_ids)
    return User.objects.filter(pk__in=shared.values("pk")) | User.objects.filter(pk=user.pk)


def user_for(viewer: User, user_id: int) -> User:
    """The account, for somebody who may manage it. Raises Http404 for everybody else."""
    found = User.objects.filter(pk=user_id).first() if can_manage_users(viewer) else None
    if found is None:
        raise Http404
    return found


def team_for(viewer: User, team_id: int) -> Team:
    """The team, for somebody who may manage it. Raises Http404 for everybody else."""
    found = Team.objects.filter(pk=team_id).first() if can_manage_users(viewer) else None
    if found is None:
        raise Http404
    return found
