"""Carrying a queued answer out: queued → sending → sent, or failed.

The state is committed before the channel is asked. A worker killed in between leaves "sending"; the job runs
again and sends under the same external id, by which the channel or its reader recognises a repetition.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from parvis.channels.actions.send import send_through
from parvis.channels.logic.items import Attachment as SentFile
from parvis.channels.logic.items import OutboundMessage, SendReceipt
from parvis.channels.logic.protocol import ConnectorError
from parvis.conversations.actions.bounces import reopen_undelivered
from parvis.conversations.actions.recount import recount
from parvis.conversations.actions.reply import SEND_JOB
from parvis.conversations.actions.tell import tell_changed
from parvis.conversations.events import ReplySent
from parvis.conversations.logic.errors import NotRetryable
from parvis.conversations.models import Message, ThreadReference
from parvis.conversations.reads.route import answer_route
from parvis.foundation.audit import Actor, record
from parvis.foundation.events import publish
from parvis.foundation.files import stored_path
from parvis.foundation.installation import company_name
from parvis.foundation.jobs import enqueue

ON_ITS_WAY = (Message.QUEUED, Message.SENDING)
# Jobs are repeated for about four and a half hours; before the last try a human must hear of it.
GIVE_UP_AFTER = timedelta(hours=4)
MOST_REFERENCES = 20


def deliver(message_id: int, *, now: datetime) -> str:
    """Send one message. Returns its delivery state. Raises ConnectorError when it is worth another try.

    Must not run inside a transaction: the states have to be seen by others and survive a kill.
    """
    message = _start(message_id)
    if message is None:
        return Message.objects.values_list("delivery", flat=True).get(pk=message_id)
    try:
        receipt = _carry_out(message, now=now)
    except ConnectorError as error:
        if error.permanent or now - message.sent_at > GIVE_UP_AFTER:
            _fail(message, reason=f"{error.code}: {error.detail}" if error.detail else error.code)
            return Message.FAILED
        _wait(message, reason=error.code)
        raise
    _finish(message, receipt)
    return Message.SENT


def retry_delivery(message: Message, *, by: Actor, now: datetime) -> None:
    """Try a failed answer again, by the way that is open now. Raises NotRetryable."""
    with transaction.atomic():
        message = (
            Message.objects.select_for_update(of=("self",)).select_related("conversation").get(pk=message.pk)
        )
        if message.kind != Message.OUTBOUND or message.delivery != Message.FAILED:
            raise NotRetryable
        message.delivery, message.delivery_detail, message.sent_at = Message.QUEUED, "", now
        message.save(update_fields=["delivery", "delivery_detail", "sent_at"])
        recount([message.conversation_id])
        enqueue(SEND_JOB, message_id=message.pk)
        record("message.retried", message, by=by, now=now)
        tell_changed(message.conversation, what="delivery")


def fail_stuck(*, now: datetime) -> int:
    """Answers whose job is gone (a bug, a lost worker): say so instead of "on its way" for ever."""
    stuck = Message.objects.filter(delivery__in=ON_ITS_WAY, sent_at__lt=now - timedelta(hours=6))
    count = 0
    for message in stuck[:200]:
        _fail(message, reason="given-up")
        count += 1
    return count


def _start(message_id: int) -> Message | None:
    with transaction.atomic():
        message = (
            Message.objects.select_for_update(of=("self",))
            .select_related("conversation", "connection", "author")
            .get(pk=message_id)
        )
        if message.kind != Message.OUTBOUND or message.delivery not in ON_ITS_WAY:
            return None
        Message.objects.filter(pk=message_id).update(delivery=Message.SENDING)
        return message


def _carry_out(message: Message, *, now: datetime) -> SendReceipt:
    conversation = message.conversation
    route = answer_route(conversation)
    if message.connection is None or not route.addressee:
        raise ConnectorError("no-addressee", permanent=True)
    references = list(
        Message.objects.filter(conversation=conversation, connection=message.connection)
        .exclude(external_id="")
        .exclude(pk=message.pk)
        .order_by("-sent_at", "-id")
        .values_list("external_id", flat=True)[:MOST_REFERENCES]
    )
    author = message.author.name if message.author else ""
    return send_through(
        message.connection,
        OutboundMessage(
            external_id=message.external_id,
            recipient_handle=route.addressee,
            text=message.text,
            subject=reply_subject(message.subject),
            sender_name=", ".join(filter(None, (author, company_name()))),
            in_reply_to=message.in_reply_to,
            references=tuple(reversed(references)),
            attachments=_files_of(message),
            author_id=message.author_id,
        ),
        now=now,
    )


def _files_of(message: Message) -> tuple[SentFile, ...]:
    """With their bytes, for the channel. Raises ConnectorError where one is gone: it must not go without."""
    try:
        return tuple(
            SentFile(one.name, one.content_type, one.size_bytes, stored_path(one.stored_name).read_bytes())
            for one in message.attachments.order_by("id")
        )
    except (FileNotFoundError, ValueError) as error:
        raise ConnectorError("attachment-missing", permanent=True) from error


def reply_subject(subject: str) -> str:
    """ "Re: …", once, and never with a line break: a subject comes from outside and becomes a header."""
    plain = " ".join(subject.split())
    return plain if not plain or plain.lower().startswith(("re:", "re :", "aw:", "sv:")) else f"Re: {plain}"


def _finish(message: Message, receipt: SendReceipt) -> None:
    with transaction.atomic():
        Message.objects.filter(pk=message.pk).update(
            delivery=Message.SENT, delivery_detail=receipt.detail[:300], external_id=receipt.external_id[:200]
        )
        # Read again: the conversation may have been merged while the channel was taking the message.
        conversation = Message.objects.select_related("conversation").get(pk=message.pk).conversation
        ThreadReference.objects.get_or_create(
            connection=message.connection,
            external_id=receipt.external_id[:200],
            defaults={"conversation": conversation},
        )
        publish(ReplySent(message_id=message.pk, conversation_id=conversation.pk))
        tell_changed(conversation, what="delivery")


def _wait(message: Message, *, reason: str) -> None:
    Message.objects.filter(pk=message.pk).update(delivery=Message.QUEUED, delivery_detail=reason[:300])


def _fail(message: Message, *, reason: str) -> None:
    with transaction.atomic():
        Message.objects.filter(pk=message.pk).update(delivery=Message.FAILED, delivery_detail=reason[:300])
        reopen_undelivered(message)
