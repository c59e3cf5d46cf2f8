"""Who may be named to a super-user, and whose direct line somebody of the house reads."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from parvis.accounts.models import User
from parvis.community.models import Member, SuperUserTerm


def contacts() -> list[User]:
    """Employees who may answer in the community, by name."""
    people = User.objects.filter(is_active=True, owner=None).order_by("name", "pk")
    return [one for one in people if one.may("community.answer")]


def lines_of(user: User) -> QuerySet[Member]:
    """Super-users whose line this account reads: those it was named to, or all; with `waiting`."""
    terms = SuperUserTerm.objects.filter(state=SuperUserTerm.ACTIVE)
    if not user.may("community.manage"):
        terms = terms.filter(contact_id=user.pk)
    unread = Q(direct_messages__is_from_member=True, direct_messages__seen_at=None)
    return (
        Member.objects.filter(pk__in=terms.values("member"), is_super_user=True)
        .annotate(waiting=Count("direct_messages", filter=unread))
        .order_by("-waiting", "name")
    )
