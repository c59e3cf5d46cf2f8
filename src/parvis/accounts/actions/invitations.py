"""Invitations: sent, sent again, taken back, accepted once. The link's key is signed and only its hash is kept."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.core import signing
from django.db import transaction

from parvis.accounts.actions.guards import (
    refused_when_taken,
    require_free_email,
    require_known_roles,
    require_within_own_rights,
)
from parvis.accounts.actions.users import create_user
from parvis.accounts.logic.refusals import AccountRefused
from parvis.accounts.models import Invitation, Membership, Team, User
from parvis.accounts.reads.role_table import granted_by
from parvis.foundation.audit import Actor, record

LIFE = timedelta(days=7)
KEPT = timedelta(days=90)
_SALT = "parvis.invitation"


def invite(
    *,
    email: str,
    roles: Sequence[str],
    by: Actor,
    now: datetime,
    name: str = "",
    team: Team | None = None,
    language: str = "en",
) -> tuple[Invitation, str]:
    """An open invitation and the token of its link; an earlier one to the same address ends. Raises AccountRefused."""
    email = email.strip()
    require_free_email(email)
    known = require_known_roles(roles)
    require_within_own_rights(granted_by(known), by=by)
    key = secrets.token_urlsafe(24)
    with transaction.atomic():
        open_ones = Invitation.objects.filter(email__iexact=email, accepted_at=None, revoked_at=None)
        open_ones.update(revoked_at=now)
        with refused_when_taken("invited-meanwhile"):
            invitation = Invitation.objects.create(
                email=email,
                name=name.strip(),
                roles=known,
                team=team,
                language=language,
                key_hash=_hash(key),
                invited_by_id=by.id,
                created_at=now,
                expires_at=now + LIFE,
            )
        record("invitation.sent", invitation, by=by, now=now, roles=known, team=team.pk if team else None)
    return invitation, _token(invitation, key)


def invite_again(invitation: Invitation, *, by: Actor, now: datetime) -> str:
    """The token of a new link, good for another week; the link before it ends. Raises AccountRefused."""
    key = secrets.token_urlsafe(24)
    with transaction.atomic():
        require_within_own_rights(granted_by(invitation.roles), by=by)
        unused = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None)
        if not unused.update(key_hash=_hash(key), expires_at=now + LIFE):
            raise AccountRefused("invitation-over")
        record("invitation.sent_again", invitation, by=by, now=now)
    return _token(invitation, key)


def revoke_invitation(invitation: Invitation, *, by: Actor, now: datetime) -> bool:
    """Take an invitation back. Returns whether it was open."""
    with transaction.atomic():
        unused = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None)
        if not unused.update(revoked_at=now):
            return False
        record("invitation.revoked", invitation, by=by, now=now)
    return True


def open_invitation(token: str, *, now: datetime) -> Invitation | None:
    """The invitation of a link that still opens something."""
    try:
        invitation_id, key = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    found = Invitation.objects.select_related("team").filter(pk=invitation_id).first()
    if (
        found is None
        or not found.is_open(now=now)
        or not hmac.compare_digest(found.key_hash, _hash(str(key)))
    ):
        return None
    return found


def accept_invitation(token: str, *, name: str, password: str, now: datetime) -> User:
    """Make the account. Raises AccountRefused, and ValidationError where the password is weak."""
    with transaction.atomic():
        found = open_invitation(token, now=now)
        if found is None or not Invitation.objects.select_for_update().get(pk=found.pk).is_open(now=now):
            raise AccountRefused("invitation-over")
        user = create_user(
            email=found.email,
            name=name,
            password=password,
            roles=found.roles,
            language=found.language,
            by=Actor("invitation", None, found.email),
            now=now,
        )
        if found.team is not None:
            Membership.objects.create(team=found.team, user=user)
        Invitation.objects.filter(pk=found.pk).update(accepted_at=now)
    return user


def forget_invitations(*, now: datetime) -> int:
    """Those that ended long ago; what became of them stands in the audit log. Returns how many."""
    return Invitation.objects.filter(expires_at__lt=now - KEPT).delete()[0]


def _token(invitation: Invitation, key: str) -> str:
    return signing.dumps([invitation.pk, key], salt=_SALT)


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
