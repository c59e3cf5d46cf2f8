"""The mailbox by which members may write to the community."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from parvis.accounts.models import User
from parvis.community.logic.errors import MayNot
from parvis.community.reads.notice_links import MAILBOX_FACT, mailbox, mailboxes
from parvis.community.reads.notice_links import asks_for_checks as asks_now
from parvis.foundation.audit import Actor, changed, record
from parvis.foundation.installation import state_fact


def choose_mailbox(
    connection_id: int | None, *, asks_for_checks: bool = False, by: User, now: datetime
) -> None:
    """None: nobody writes by mail. Raises MayNot("mailbox") for what is no connected mailbox.

    Addresses that went out before stay good only while the same mailbox is read. asks_for_checks: a mail whose sender
    the receiving server did not confirm is refused; MayNot("mailbox-unchecked") where none is named at the mailbox.
    """
    chosen = mailboxes().filter(pk=connection_id).first() if connection_id is not None else None
    if connection_id is not None and chosen is None:
        raise MayNot("mailbox")
    if asks_for_checks and (chosen is None or not chosen.settings.get("authserv_id")):
        raise MayNot("mailbox-unchecked")
    found = mailbox()
    before = {"id": found.pk if found else None, "asks_for_checks": asks_now()}
    after = {"id": connection_id, "asks_for_checks": asks_for_checks}
    if before == after:
        return
    with transaction.atomic():
        state_fact(MAILBOX_FACT, {"connection_id": connection_id, "asks_for_checks": asks_for_checks})
        record(
            "community.mailbox_chosen", by=Actor("user", by.pk, str(by)), now=now, **changed(before, after)
        )
