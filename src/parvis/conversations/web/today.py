"""What conversations put on Today: what waits for me, what waits for anybody, what did not reach."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Min
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.conversations.models import Conversation, Message
from parvis.conversations.permissions import visible_queues, visible_to
from parvis.conversations.reads.counts import CEILING, written
from parvis.conversations.web.words import LONG, duration
from parvis.foundation.logic.today import Card


def cards(user: Any, *, now: datetime) -> list[Card]:
    if not user.may("conversations.view"):
        return []
    shown = [_mine(user, now=now), _waiting(user, now=now), _undelivered(user, now=now)]
    return [card for card in shown if card is not None]


def _mine(user: Any, *, now: datetime) -> Card | None:
    mine = Conversation.objects.filter(assignee=user, status="open", merged_into=None)
    count = mine[:CEILING].count()
    if not count:
        return None
    oldest = mine.aggregate(at=Min("waiting_since"))["at"]
    return Card(
        key="conversations.mine",
        title=_("Yours to answer"),
        figure=written(count),
        sentence=_("The longest wait is %(time)s.") % {"time": duration(now - oldest)}
        if oldest
        else ngettext("open conversation; nobody waits.", "open conversations; nobody waits.", count),
        url=f"{reverse('inbox')}?assignee=me",
        act_label=_("Open mine"),
        level="notice" if oldest else "calm",
    )


def _waiting(user: Any, *, now: datetime) -> Card | None:
    queue_ids = list(visible_queues(user).values_list("id", flat=True))
    waiting = Conversation.objects.filter(queue_id__in=queue_ids, waiting_since__isnull=False)
    count = waiting[:CEILING].count()
    if not count:
        return Card(
            key="conversations.waiting",
            title=_("Nobody waits"),
            figure="0",
            sentence=_("Every message has an answer."),
            url=reverse("inbox"),
            act_label=_("Open the inbox"),
        )
    late = waiting.filter(waiting_since__lt=now - LONG)[:CEILING].count()
    sentence = (
        ngettext("%(n)s of them waits for more than a day.", "%(n)s of them wait for more than a day.", late)
        % {"n": written(late)}
        if late
        else ngettext("customer waits for an answer.", "customers wait for an answer.", count)
    )
    return Card(
        key="conversations.waiting",
        title=_("Waiting for an answer"),
        figure=written(count),
        sentence=sentence,
        url=f"{reverse('inbox')}?waiting=1",
        act_label=_("Begin with the longest wait"),
        level="risk" if late else "notice",
    )


def _undelivered(user: Any, *, now: datetime) -> Card | None:
    """Answers of the last week that were refused or came back, in conversations still open."""
    failed = (
        Message.objects.filter(
            sent_at__gt=now - timedelta(days=7),
            delivery__in=[Message.FAILED, Message.BOUNCED],
            conversation__status="open",
            conversation__in=visible_to(user),
        )
        .order_by("-sent_at")
        .values_list("conversation_id", flat=True)
    )
    found = list(failed[:100])
    if not found:
        return None
    return Card(
        key="conversations.undelivered",
        title=_("Answers that did not arrive"),
        figure=written(len(found)),
        sentence=_("They were refused or came back in the last 7 days; the customers know nothing of it."),
        url=reverse("conversation", args=[found[0]]),
        act_label=_("Look at the last one"),
        level="risk",
    )
