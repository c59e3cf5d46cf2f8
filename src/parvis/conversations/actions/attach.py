"""Files that go out with an answer: kept when they are chosen, attached when it is written.

A refused answer loses none of them, and a program hands them in one by one.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from parvis.accounts.models import User
from parvis.conversations.actions.previews import PREVIEWS_JOB
from parvis.conversations.logic.errors import CannotAttach, EmptyFile, FileTooLarge, TooManyFiles, UnknownFile
from parvis.conversations.logic.outgoing import (
    MOST_BYTES,
    MOST_FILE_BYTES,
    MOST_FILES,
    content_type_of,
    file_name,
    megabytes,
)
from parvis.conversations.models import Attachment, Conversation, Message, Upload
from parvis.conversations.reads.route import answer_route
from parvis.foundation.files import store_file
from parvis.foundation.jobs import enqueue

KEPT_FOR = timedelta(days=1)


def keep_upload(conversation: Conversation, name: str, content: bytes, *, by: User, now: datetime) -> Upload:
    """Keep a file for an answer in this conversation. Raises CannotAttach, EmptyFile, FileTooLarge, TooManyFiles."""
    if not answer_route(conversation).limits.can_attach_files:
        raise CannotAttach
    name = file_name(name)
    if not content:
        raise EmptyFile(name=name)
    if len(content) > MOST_FILE_BYTES:
        raise FileTooLarge(name=name, limit=megabytes(MOST_FILE_BYTES))
    with transaction.atomic():
        waiting = Upload.objects.filter(conversation=conversation, author=by)
        waiting.filter(created_at__lt=now - KEPT_FOR).delete()
        if waiting.count() >= 2 * MOST_FILES:  # what was chosen and then not sent
            raise TooManyFiles(limit=MOST_FILES)
        return Upload.objects.create(
            conversation=conversation,
            author=by,
            name=name,
            content_type=content_type_of(name),
            size_bytes=len(content),
            stored_name=store_file(content),
            created_at=now,
        )


def kept_uploads(conversation: Conversation, ids: Collection[int], *, by: User) -> list[Upload]:
    """Those of these files that this account keeps here, locked."""
    mine = Upload.objects.select_for_update().filter(conversation=conversation, author=by, pk__in=ids)
    return list(mine.order_by("id"))


def check_uploads(uploads: Sequence[Upload], *, wanted: Collection[int], can_attach: bool) -> None:
    """Raises CannotAttach, UnknownFile, TooManyFiles, FileTooLarge."""
    if wanted and not can_attach:
        raise CannotAttach
    if len(uploads) < len(set(wanted)):
        raise UnknownFile
    if len(uploads) > MOST_FILES:
        raise TooManyFiles(limit=MOST_FILES)
    if sum(one.size_bytes for one in uploads) > MOST_BYTES:
        raise FileTooLarge(name="", limit=megabytes(MOST_BYTES))


def attach(message: Message, uploads: Sequence[Upload]) -> None:
    """In the transaction that writes the message: the files are its own from now on."""
    if not uploads:
        return
    Attachment.objects.bulk_create(
        Attachment(
            message=message,
            name=one.name,
            content_type=one.content_type,
            size_bytes=one.size_bytes,
            stored_name=one.stored_name,
        )
        for one in uploads
    )
    Upload.objects.filter(pk__in=[one.pk for one in uploads]).delete()
    enqueue(PREVIEWS_JOB, message_ids=[message.pk])


def forget_uploads(*, now: datetime) -> int:
    """What was chosen a day ago and never sent; its files go with the nightly search."""
    return Upload.objects.filter(created_at__lt=now - KEPT_FOR).delete()[0]
