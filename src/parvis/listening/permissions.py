"""Who may read what was heard. Mentions are public utterances: whoever may see one may see all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.http import Http404

from parvis.listening.models import Mention

if TYPE_CHECKING:
    from parvis.accounts.models import User


def can_view_mentions(user: User) -> bool:
    return user.may("mentions.view")


def can_view_figures(user: User) -> bool:
    """Figures over mentions: also for those who see figures only, and get no link to the rows then."""
    return user.may("mentions.view") or user.may("figures.view")


def can_import_mentions(user: User) -> bool:
    return user.may("mentions.import")


def visible_to(user: User) -> QuerySet[Mention]:
    return Mention.objects.all() if can_view_mentions(user) else Mention.objects.none()


def get_mention(user: User, mention_id: int) -> Mention:
    """The mention with its author and source. Raises Http404 where it does not exist for this account."""
    mentions = visible_to(user).select_related("identity", "connection")
    mention = mentions.filter(pk=min(mention_id, 2**63 - 1)).first()
    if mention is None:
        raise Http404("mention")
    return mention


def can_manage_alerts(user: User) -> bool:
    """Write alert rules and campaigns, set the budget of false alarms, judge alarms."""
    return user.may("alerts.manage")


def can_manage_queries(user: User) -> bool:
    """Write queries, declare markets, decide what is not taken in."""
    return user.may("queries.manage")
