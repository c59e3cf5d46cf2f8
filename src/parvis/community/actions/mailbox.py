"""The mailbox by which members may write to the community."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from parvis.accounts.models import User
from parvis.community.logic.errors import MayNot
from parvis.community.reads.notice_links import MAILBOX_FACT, mailbox, mailboxes
from parvis.foundation.audit import Actor, changed, record
from parvis.foundation.installation import state_fact


def choose_mailbox(connection_id: int | None, *, by: User, now: datetime) -> None:
    """None: nobody writes by mail. Raises MayNot("mailbox") for what is no connected mailbox.

    Addresses that went out before stay good only while the same mailbox is read.
    """
    if connection_id is not None and not mailboxes().filter(pk=connection_id).exists():
        raise MayNot("mailbox")
    found = mailbox()
    before = found.pk if found else None
    if before == connection_id:
        return
    with transaction.atomic():
        state_fact(MAILBOX_FACT, {"connection_id": connection_id})
        actor = Actor("user", by.pk, str(by))
        record(
            "community.mailbox_chosen", by=actor, now=now, **changed({"id": before}, {"id": connection_id})
        )
