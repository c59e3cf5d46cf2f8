"""Who may see and change accounts and teams."""

from __future__ import annotations

from typing import cast

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from parvis.accounts.models import ApiToken, Role, Team, User


def account_of(request: HttpRequest) -> User:
    """The account that is logged in. Only for views behind @screen, which lets nobody else in."""
    return cast(User, request.user)


def can_manage_users(user: User) -> bool:
    return user.may("users.manage")


def visible_to(user: User) -> QuerySet[User]:
    """Colleagues know each other's names; a partner sees only those they share a team with."""
    if can_manage_users(user) or (user.is_active and set(user.roles) - {"partner"}):
        return User.objects.all()
    shared = User.objects.filter(memberships__team_id__in=user.team_ids)
    return User.objects.filter(pk__in=shared.values("pk")) | User.objects.filter(pk=user.pk)


def user_for(viewer: User, user_id: int) -> User:
    """The account, for somebody who may manage it. Raises Http404 for everybody else, and PermissionDenied where
    the account may do more than they: its password would be a way to more rights."""
    found = User.objects.filter(pk=user_id).first() if can_manage_users(viewer) else None
    if found is None:
        raise Http404
    if not found.permissions <= viewer.permissions and viewer.scopes is None:
        raise PermissionDenied
    return found


def role_for(viewer: User, role_id: int) -> Role:
    """A role of the house, for somebody who manages accounts. Raises Http404, and PermissionDenied as above."""
    found = Role.objects.filter(pk=role_id).first() if can_manage_users(viewer) else None
    if found is None:
        raise Http404
    if not set(found.permissions) <= viewer.permissions:
        raise PermissionDenied
    return found


def team_for(viewer: User, team_id: int) -> Team:
    """The team, for somebody who may manage it. Raises Http404 for everybody else."""
    found = Team.objects.filter(pk=team_id).first() if can_manage_users(viewer) else None
    if found is None:
        raise Http404
    return found


def service_account_for(viewer: User, user_id: int) -> User:
    """A program's account, for somebody who manages accounts. Raises Http404 for everybody else."""
    found = user_for(viewer, user_id)
    if not found.is_service:
        raise Http404
    return found


def token_for(viewer: User, token_id: int) -> ApiToken:
    """One's own token, or that of any account for those who manage accounts. Raises Http404."""
    tokens = ApiToken.objects.select_related("user").filter(revoked_at=None)
    if not can_manage_users(viewer):
        tokens = tokens.filter(user=viewer)
    found = tokens.filter(pk=token_id).first()
    if found is None:
        raise Http404
    return found
