"""Lists of accounts."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet

from parvis.accounts.models import Membership, User
from parvis.foundation.logic.typed import id_typed

PAGE = 50


@dataclass(frozen=True, slots=True)
class UserPage:
    """One page of accounts, by name; next_key is empty on the last one."""

    users: list[User]
    next_key: str


def page_of_users(visible: QuerySet[User], *, typed: str = "", after: str = "", most: int = PAGE) -> UserPage:
    """Accounts by name and id after the key, with their teams; two queries whatever their number."""
    found = visible.order_by("name", "id").prefetch_related(
        Prefetch("memberships", Membership.objects.select_related("team").order_by("team__name"))
    )
    typed = typed.replace("\x00", "")  # PostgreSQL takes none in a text
    if typed:
        found = found.filter(Q(name__icontains=typed) | Q(email__icontains=typed))
    written, _, name = after.replace("\x00", "").partition("~")
    if user_id := id_typed(written):
        found = found.filter(Q(name__gt=name) | Q(name=name, id__gt=user_id))
    users = list(found[: most + 1])
    key = f"{users[most - 1].pk}~{users[most - 1].name}" if len(users) > most else ""
    return UserPage(users[:most], key)


def active_users() -> QuerySet[User]:
    """Accounts that can log in, by name."""
    return User.objects.filter(is_active=True).order_by("name", "id")


def administrators() -> QuerySet[User]:
    """Accounts that can log in and may do everything."""
    return active_users().filter(roles__contains=["administrator"])
