"""What can be done with several mentions at once: conversations about them, in their queues or taken at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.utils.translation import ngettext, pgettext

from parvis.conversations.actions.assign import take
from parvis.conversations.actions.open_from_mention import open_from_mention
from parvis.conversations.logic.errors import AlreadyTaken
from parvis.conversations.permissions import visible_to
from parvis.foundation.audit import Actor
from parvis.foundation.logic.record_actions import BulkAction
from parvis.foundation.web.components.quantities import counted
from parvis.listening.permissions import visible_to as visible_mentions


def actions_for(user: Any, kind: str) -> list[BulkAction]:
    if kind != "mention" or not user.may("conversations.answer") or not user.may("mentions.view"):
        return []
    return [
        BulkAction(
            "open", pgettext("act", "Open conversations"), partial(_open, takes=False), "message-circle"
        ),
        BulkAction("take", pgettext("act", "Open and take"), partial(_open, takes=True), "user-check"),
    ]


def _open(user: Any, mention_ids: Sequence[int], *, by: Actor, now: datetime, takes: bool) -> str:
    """The oldest first, as they were said. One that a colleague has stays theirs."""
    opened = known = taken = 0
    for mention in visible_mentions(user).filter(pk__in=mention_ids).order_by("published_at", "id"):
        conversation, is_new = open_from_mention(mention, by=by, now=now)
        opened, known = opened + is_new, known + (not is_new)
        if takes and visible_to(user).filter(pk=conversation.pk).exists():
            try:
                taken += take(conversation, by=user, now=now)
            except AlreadyTaken:
                continue
    said = [
        ngettext("%(n)s conversation opened", "%(n)s conversations opened", opened) % {"n": counted(opened)}
    ]
    if takes:
        said.append(ngettext("%(n)s is yours now", "%(n)s are yours now", taken) % {"n": counted(taken)})
    if known:
        said.append(
            ngettext("%(n)s was open already", "%(n)s were open already", known) % {"n": counted(known)}
        )
    return ", ".join(said)
