"""Answering: the message and the job that carries it out are one transaction."""

from __future__ import annotations

import re
import uuid
from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from parvis.accounts.models import User
from parvis.channels.logic.texts import clean_text
from parvis.channels.models import Connection
from parvis.conversations.actions.attach import attach, check_uploads, kept_uploads
from parvis.conversations.actions.hold import hold
from parvis.conversations.actions.recount import recount
from parvis.conversations.actions.tell import tell_changed
from parvis.conversations.logic.errors import AnsweredMeanwhile, CannotAnswer, EmptyText, TextTooLong
from parvis.conversations.models import Conversation, Message, ThreadReference
from parvis.conversations.reads.route import answer_route
from parvis.foundation.jobs import enqueue

SEND_JOB = "conversations.send_message"
_ONCE = re.compile(r"[0-9a-f]{32}")


def reply(
    conversation: Conversation,
    text: str,
    *,
    by: User,
    now: datetime,
    seen_id: int | None = None,
    once: str = "",
    upload_ids: Collection[int] = (),
) -> Message:
    """Queue an answer on the channel where the customer spoke last; whoever answers first takes it over.

    seen_id: the last message that the writer saw. When somebody else answered after it, nothing is sent.
    once: a name of this sending; a button pressed twice sends once and gets the same message back.
    upload_ids: files that were kept for it before (actions/attach.py).
    Raises EmptyText, TextTooLong, CannotAnswer, AnsweredMeanwhile, CannotAttach, UnknownFile, TooManyFiles,
    FileTooLarge.
    """
    text = clean_text(text).strip()
    if not text:
        raise EmptyText
    with transaction.atomic():
        conversation = hold(conversation)
        sent = already_written(conversation, by=by, once=once)
        if sent is not None:
            return sent
        if seen_id is not None:
            _refuse_collision(conversation, by=by, seen_id=seen_id, now=now)
        route = answer_route(conversation)
        if not route.is_open or route.connection is None:
            raise CannotAnswer(reason=route.reason)
        limit = route.limits.text_characters
        if limit is not None and len(text) > limit:
            raise TextTooLong(limit=limit, length=len(text))
        uploads = kept_uploads(conversation, upload_ids, by=by)
        check_uploads(uploads, wanted=upload_ids, can_attach=route.limits.can_attach_files)
        message = Message.objects.create(
            conversation=conversation,
            kind=Message.OUTBOUND,
            author=by,
            connection=route.connection,
            channel=route.channel,
            external_id=new_external_id(conversation, route.connection, once=once),
            in_reply_to=_answered_id(conversation),
            subject=conversation.subject,
            text=text,
            language=conversation.language,
            sent_at=now,
            created_at=now,
            delivery=Message.QUEUED,
        )
        attach(message, uploads)
        # What comes back to this id belongs here, also when it comes by another connection than the question.
        ThreadReference.objects.create(
            connection=route.connection, external_id=message.external_id, conversation=conversation
        )
        if conversation.assignee_id is None:
            conversation.assignee = by
            conversation.save(update_fields=["assignee"])
        recount([conversation.pk])
        enqueue(SEND_JOB, message_id=message.pk)
        tell_changed(conversation, what="reply")
        return message


def already_written(conversation: Conversation, *, by: User, once: str) -> Message | None:
    """The message of the same writing, where it was written before."""
    if not _ONCE.fullmatch(once):
        return None
    written = Message.objects.filter(conversation=conversation, author=by)
    return written.filter(external_id__contains=once).first()


def new_external_id(conversation: Conversation, connection: Connection, *, once: str = "") -> str:
    """Chosen before sending, so that a repetition is recognised; nobody can guess another thread's."""
    domain = str(connection.settings.get("address", "")).rpartition("@")[2] or "parvis.invalid"
    name = once if _ONCE.fullmatch(once) else uuid.uuid4().hex
    return f"{conversation.pk}.{name}@{domain}"[:200]


def _answered_id(conversation: Conversation) -> str:
    return (
        Message.objects.filter(conversation=conversation, kind=Message.INBOUND)
        .order_by("-sent_at", "-id")
        .values_list("external_id", flat=True)
        .first()
        or ""
    )


def _refuse_collision(conversation: Conversation, *, by: User, seen_id: int, now: datetime) -> None:
    newer = (
        Message.objects.filter(conversation=conversation, kind=Message.OUTBOUND, id__gt=seen_id)
        .exclude(author=by)
        .select_related("author")
        .order_by("-id")
        .first()
    )
    if newer is not None:
        raise AnsweredMeanwhile(
            name=newer.author.name if newer.author else "",
            seconds=max(0, int((now - newer.created_at).total_seconds())),
            message_id=newer.pk,
        )
