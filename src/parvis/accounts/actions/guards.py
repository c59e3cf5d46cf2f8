"""What must hold before accounts change, whoever asks: a screen, the command line, a test."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from psycopg.errors import UniqueViolation

from parvis.accounts.logic.refusals import AccountRefused
from parvis.accounts.logic.roles import ROLES
from parvis.accounts.models import Role, User
from parvis.foundation.audit import Actor


def require_free_email(email: str, *, except_user: User | None = None) -> None:
    """One address is one account, whatever its capital letters."""
    holders = User.objects.filter(email__iexact=email)
    if except_user is not None:
        holders = holders.exclude(pk=except_user.pk)
    if holders.exists():
        raise AccountRefused("email-taken")


@contextmanager
def refused_when_taken(code: str) -> Iterator[None]:
    """Around a write: somebody took the name or the address in the same instant, after it was looked for.

    A savepoint: whoever asks may go on in their transaction.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if not isinstance(error.__cause__, UniqueViolation):
            raise
        raise AccountRefused(code) from error


def require_known_roles(roles: Sequence[str]) -> list[str]:
    """The roles once each, in the order of the table; none or an unknown one is refused."""
    if not roles:
        raise AccountRefused("no-role")
    return known_roles(roles)


def known_roles(roles: Sequence[str]) -> list[str]:
    """The roles once each, those of the code first; an unknown one is refused, none is none."""
    own = sorted(set(roles) - set(ROLES))
    if own and Role.objects.filter(code__in=own).count() != len(own):
        raise AccountRefused("unknown-role")
    return [role for role in ROLES if role in roles] + own


def require_within_own_rights(permissions: frozenset[str], *, by: Actor) -> None:
    """Nobody gives what they do not have: whoever may add colleagues could make themselves administrator."""
    if by.kind == "provider" or by.id is None:
        return  # the command line, a job, or the company's log-in, whose settings an administrator made
    giver = User.objects.filter(pk=by.id).first()
    if giver is not None and not permissions <= giver.permissions:
        raise AccountRefused("beyond-own-rights")


def require_another_administrator(user: User) -> None:
    """Refuse to take away the last account that can give rights back.

    Locks every administrator's row first: two of them who disable each other at once would leave none.
    """
    administrators = User.objects.select_for_update().filter(
        is_active=True,
        roles__contains=["administrator"],
        owner=None,  # a program cannot give rights back
    )
    ids = set(administrators.order_by("id").values_list("id", flat=True))
    if ids <= {user.pk}:
        raise AccountRefused("last-administrator")
