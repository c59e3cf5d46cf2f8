"""Accounts that somebody may make for themselves, once."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from django.conf import settings
from django.urls import reverse
from pydantic import Field

from parvis.accounts.actions.invitations import invite, invite_again, revoke_invitation
from parvis.accounts.api.endpoints import ENDPOINTS, Email, Roles, problems
from parvis.accounts.models import Invitation, Team
from parvis.accounts.reads.invitations import open_invitations
from parvis.foundation.api.endpoints import Caller
from parvis.foundation.api.problems import Problem, not_found
from parvis.foundation.api.shapes import Answer, Body, Id, Line, examples


class NewInvitation(Body):
    email: Email
    roles: Roles
    name: Line = ""
    team_id: Id | None = None
    language: Literal["en", "fr"] = "en"

    model_config = examples({"email": "leila@example.org", "roles": ["agent"], "language": "fr"})


class InvitationOut(Answer):
    id: int
    email: str
    name: str
    roles: list[str]
    team_id: int | None
    language: str
    created_at: datetime
    expires_at: datetime


class SentInvitation(InvitationOut):
    link: str = Field(description="Shown this once: pass it on. Nothing is mailed.")


class InvitationList(Answer):
    items: list[InvitationOut]


@ENDPOINTS.get("/invitations", permission="users.manage")
def list_invitations(caller: Caller) -> InvitationList:
    """Those that still open something, the newest first, a hundred at most."""
    return InvitationList(items=[InvitationOut.model_validate(one) for one in open_invitations(now=caller.now)])


@ENDPOINTS.post(
    "/invitations",
    permission="users.manage",
    status=201,
    problems=problems("email-taken", "unknown-role", "beyond-own-rights", "invited-meanwhile", "unknown-team"),
)
def send_invitation(caller: Caller, given: NewInvitation) -> SentInvitation:
    """Invite somebody; an earlier invitation of the same address ends."""
    team = Team.objects.filter(pk=given.team_id).first() if given.team_id else None
    if given.team_id and team is None:
        raise Problem(409, "unknown-team", "There is no team with this id.")
    fields = given.model_dump(exclude={"team_id"})
    made, token = invite(**fields, team=team, by=caller.actor, now=caller.now)
    return _sent(caller, made, token)


@ENDPOINTS.post(
    "/invitations/{invitation_id}/again", permission="users.manage", problems=problems("invitation-over")
)
def send_invitation_again(caller: Caller, invitation_id: Id) -> SentInvitation:
    """A new link for another week; the one before it ends."""
    found = _found(invitation_id)
    token = invite_again(found, by=caller.actor, now=caller.now)
    return _sent(caller, Invitation.objects.get(pk=found.pk), token)


@ENDPOINTS.delete("/invitations/{invitation_id}", permission="users.manage")
def revoke_open_invitation(caller: Caller, invitation_id: Id) -> None:
    """Take an invitation back."""
    revoke_invitation(_found(invitation_id), by=caller.actor, now=caller.now)


def _found(invitation_id: int) -> Invitation:
    found = Invitation.objects.filter(pk=invitation_id).first()
    if found is None:
        raise not_found()
    return found


def _sent(caller: Caller, made: Invitation, token: str) -> SentInvitation:
    path = reverse("invitation-accept", args=(token,))
    link = f"{settings.ORIGIN}{path}" if settings.ORIGIN else caller.request.build_absolute_uri(path)
    return SentInvitation(**InvitationOut.model_validate(made).model_dump(), link=link)
