"""API tokens and service accounts: made, revoked, used. The token itself is shown once and never kept."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from parvis.accounts.actions.guards import require_free_email, require_known_roles
from parvis.accounts.logic.refusals import AccountRefused
from parvis.accounts.logic.roles import PERMISSIONS
from parvis.accounts.logic.tokens import looks_like_token, new_token, shown_prefix, token_hash
from parvis.accounts.models import ApiToken, User
from parvis.accounts.reads.role_table import granted_by
from parvis.foundation.audit import Actor, record

MOST_TOKENS = 50  # usable ones of one account; more is a program that forgets to keep its own
# Writing at every request would make the token's row the busiest of the installation.
LAST_USED_EVERY = timedelta(minutes=1)


def create_token(
    user: User,
    *,
    name: str,
    scopes: Sequence[str],
    expires_at: datetime | None,
    by: Actor,
    now: datetime,
) -> tuple[ApiToken, str]:
    """The stored token and its text, which nobody can show again. Raises AccountRefused.

    A scope beyond the account's own roles is refused: it would promise what it cannot do.
    """
    wanted = [permission for permission in PERMISSIONS if permission in scopes]
    if not wanted:
        raise AccountRefused("no-scope")
    if set(scopes) - set(PERMISSIONS):
        raise AccountRefused("unknown-scope")
    if set(wanted) - granted_by(user.roles):
        raise AccountRefused("scope-beyond-roles")
    if expires_at is not None and expires_at <= now:
        raise AccountRefused("expiry-not-ahead")
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        usable = ApiToken.objects.filter(user=user, revoked_at=None).exclude(expires_at__lte=now)
        if usable.count() >= MOST_TOKENS:
            raise AccountRefused("too-many-tokens")
        text = new_token(secrets.randbelow)
        token = ApiToken.objects.create(
            user=user,
            name=name.strip()[:120],
            prefix=shown_prefix(text),
            token_hash=token_hash(text),
            scopes=wanted,
            created_at=now,
            created_by_id=by.id,
            expires_at=expires_at,
        )
        record("token.created", token, by=by, now=now, user=user.pk, scopes=wanted)
        return token, text


def revoke_token(token: ApiToken, *, by: Actor, now: datetime) -> bool:
    """End a token at once. Returns whether it was not ended before."""
    with transaction.atomic():
        if not ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now):
            return False
        record("token.revoked", token, by=by, now=now, user=token.user_id)
    return True


def use_token(text: str, *, now: datetime) -> ApiToken | None:
    """The token with its account limited to its scopes, or None where it opens nothing.

    A service account works as long as somebody who may log in answers for it.
    """
    if not looks_like_token(text):
        return None
    found = ApiToken.objects.select_related("user", "user__owner").filter(token_hash=token_hash(text)).first()
    if found is None or not found.is_usable(now=now) or not found.user.is_active:
        return None
    if found.user.owner is not None and not found.user.owner.is_active:
        return None
    ApiToken.objects.filter(
        Q(last_used_at=None) | Q(last_used_at__lt=now - LAST_USED_EVERY), pk=found.pk
    ).update(last_used_at=now)
    found.user.scopes = frozenset(found.scopes)
    return found


def create_service_account(*, name: str, roles: Sequence[str], owner: User, by: Actor, now: datetime) -> User:
    """An account for a program: no password, no log-in, somebody answers for it. Raises AccountRefused."""
    known = require_known_roles(roles)
    stem = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:60] or "program"
    user = User(
        # No mailbox: RFC 2606 keeps this ending for names that do not exist.
        email=f"{stem}-{secrets.token_hex(4)}@service.invalid",
        name=name.strip()[:200],
        roles=known,
        owner=owner,
        language=owner.language,
    )
    require_free_email(user.email)
    user.set_unusable_password()
    with transaction.atomic():
        user.save()
        record("service_account.created", user, by=by, now=now, roles=known, owner=owner.pk)
    return user
