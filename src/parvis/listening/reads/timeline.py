"""What identities said in public, for the record of the person they belong to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from parvis.accounts.models import User
from parvis.listening.models import Mention
from parvis.people.logic.timeline import TimelineEntry, tells


@tells("mention")
def mentions_of_identities(
    identity_ids: Sequence[int], *, viewer: User, before: datetime | None, most: int
) -> list[TimelineEntry]:
    """Newest first; `before` is the time of the oldest entry already shown.

    Nothing for a viewer who may neither read mentions nor answer for data protection.
    """
    if not (viewer.may("mentions.view") or viewer.may("privacy.manage")):
        return []
    mentions = Mention.objects.filter(identity_id__in=identity_ids).select_related("identity")
    if before is not None:
        mentions = mentions.filter(published_at__lt=before)
    return [
        TimelineEntry(
            at=mention.published_at,
            channel=mention.channel,
            kind="mention",
            text=f"{mention.title}\n{mention.text}" if mention.title else mention.text,
            by_us=bool(mention.identity and mention.identity.is_ours),
            author_name=str(mention.identity or ""),
            url_name="mention",
            url_args=(mention.pk,),
            sentiment=mention.sentiment,
            language=mention.language,
            ref=f"mention:{mention.pk}",
        )
        for mention in mentions.order_by("-published_at", "-id")[:most]
    ]
