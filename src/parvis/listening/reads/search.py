"""Mentions that hold what somebody typed into the search of the whole installation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parvis.foundation.logic.search import SearchHit
from parvis.listening.models import Mention
from parvis.listening.permissions import visible_to
from parvis.listening.reads.mentions import first_ids, matches

if TYPE_CHECKING:
    from parvis.accounts.models import User

CHARACTERS_SHOWN = 140


def find_mentions(user: User, typed: str, *, most: int) -> list[SearchHit]:
    """The newest ones first."""
    typed = typed.replace("\x00", "").strip()
    if not typed:
        return []
    found = visible_to(user).filter(matches(typed)).order_by("-published_at", "-id")
    ids = first_ids(found, most)
    mentions = Mention.objects.filter(pk__in=ids).select_related("identity").order_by("-published_at", "-id")
    return [
        SearchHit(
            kind="mention",
            label=" ".join((mention.title or mention.text).split())[:CHARACTERS_SHOWN],
            hint=str(mention.identity or mention.site or ""),
            url_name="mention",
            url_args=(mention.pk,),
            at=mention.published_at,
        )
        for mention in mentions
    ]
