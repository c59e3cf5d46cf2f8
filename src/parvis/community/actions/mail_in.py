"""Mails of members: replies that become answers, new questions, and what is refused with one clear mail at most.

Nothing is published but by an address that was signed for one member, from the address which that member confirmed,
and not where the receiving server says that the sender is forged (DMARC; connectors/email/sender_check.py).
What machines write (automatic answers, delivery reports) is never published and never answered.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from parvis.channels.logic.items import InboundItem, item_as_json
from parvis.channels.models import Batch
from parvis.channels.reads.batches import items_of
from parvis.community.actions.answer import answer
from parvis.community.actions.ask import ask
from parvis.community.actions.drafts import keep_draft
from parvis.community.actions.join import email_hash
from parvis.community.actions.notice_mail import note_bounce
from parvis.community.logic.errors import CommunityError, QuestionClosed, TooOften
from parvis.community.logic.mail_addresses import ASK, OPEN, MailAddress
from parvis.community.logic.signatures import without_signature
from parvis.community.models import Board, Draft, Member, MemberContact, Question, SentBack
from parvis.community.reads.notice_links import address_read, asks_for_checks, mailbox
from parvis.foundation.access import purpose
from parvis.foundation.jobs import enqueue

BACK_JOB = "community.mail_back"
ONE_BACK_EVERY = timedelta(days=1)
PASS, FAIL = "pass", "fail"  # of InboundItem.sender_check


def take_mail(batch_id: int, *, now: datetime) -> int:
    """Take the community's mails out of a batch that waits, and act on them. Returns how many there were.

    In the transaction of whoever stores the rest: what is taken once is done once, and every text carries its
    Message-ID besides.
    """
    chosen = mailbox()
    with transaction.atomic():
        batch = Batch.objects.select_for_update(of=("self",)).select_related("connection").get(pk=batch_id)
        if batch.connection.kind != "email" or not batch.payload:
            return 0
        own = str(batch.connection.settings.get("address") or "")
        rest, taken = [], 0
        for item in items_of(batch):
            address = address_read(item.recipient_handle, own=own, now=now)
            is_ours = address is not None and chosen is not None and chosen.pk == batch.connection_id
            if item.bounced_external_id.startswith(("notice-", "digest-", "back-")):
                if item.bounce_reason.startswith("permanent"):
                    note_bounce(item.bounced_external_id)
            elif is_ours and address is not None:
                _act(item, address, now=now)
            else:
                rest.append(item)
                continue
            taken += 1
        if taken:
            batch.payload = [item_as_json(item) for item in rest]
            batch.save(update_fields=["payload"])
        return taken


def _act(item: InboundItem, address: MailAddress, *, now: datetime) -> None:
    if item.is_automatic or item.bounced_external_id:
        return
    item = replace(item, text=without_signature(item.text))
    is_forged = item.sender_check == FAIL
    if address.use == OPEN:
        if not is_forged:  # whose name was taken has not written to us, and hears nothing
            _by_open_address(item, address, now=now)
        return
    if not address.is_genuine:
        return  # whoever made it up has nothing to hear from us, nor has whose name they took
    member = Member.objects.filter(pk=address.member_id, left_at=None).first()
    if member is None:
        return
    if _member_of(item.author.handle) != member:
        if not is_forged:
            _back(item, "other-address", language=member.language, now=now)
    elif is_forged or (asks_for_checks() and item.sender_check != PASS):
        _back(item, "unproven", language=member.language, path=_path(address), now=now)
    elif address.is_over:
        _back(item, "over", language=member.language, path=_path(address), now=now)
    elif address.use == ASK:
        _ask(item, address, member, now=now)
    else:
        _answer(item, address, member, now=now)


def _answer(item: InboundItem, address: MailAddress, member: Member, *, now: datetime) -> None:
    question = Question.objects.filter(pk=address.about_id).first()
    if question is None:
        return
    try:
        with transaction.atomic():
            answer(question, text=item.text, by=member, origin="mail", once=item.external_id, now=now)
    except CommunityError as refused:
        _back(item, _code(refused), language=member.language, path=question.url, now=now)


def _ask(item: InboundItem, address: MailAddress, member: Member, *, now: datetime) -> None:
    board = Board.objects.filter(pk=address.about_id, fused_into=None).first()
    if board is None:
        return
    try:
        with transaction.atomic():
            ask(board, title=item.title[:200], text=item.text, by=member, language=board.language or member.language,
                origin="mail", once=item.external_id, now=now)  # fmt: skip
    except CommunityError as refused:
        _back(item, _code(refused), language=member.language, path="/community/ask/", now=now)


def _by_open_address(item: InboundItem, address: MailAddress, *, now: datetime) -> None:
    """Anybody may know this address and take anybody's name: a member's words wait as a draft, and are published by
    the member. Who is none yet is told how to begin."""
    if not Board.objects.filter(
        slug=address.slug, is_private=False, is_closed=False, fused_into=None
    ).exists():
        return
    member = _member_of(item.author.handle)
    if member is None:
        _back(
            item, "unknown", language=item.language, path="/community/log-in/?next=/community/ask/", now=now
        )
        return
    # What somebody writes on the page is not replaced by what may be another's mail.
    is_writing = Draft.objects.filter(member=member, place="ask").exists()
    if not is_writing:
        keep_draft(member, place="ask", title=item.title, text=item.text, now=now)
    why = "draft-there" if is_writing else "draft"
    _back(item, why, language=member.language, path="/community/ask/", now=now)


def _member_of(email: str) -> Member | None:
    with purpose("membership"):
        contact = (
            MemberContact.objects.select_related("member")
            .filter(email_hash=email_hash(email), is_email_confirmed=True, member__left_at=None)
            .first()
        )
    return contact.member if contact else None


def _back(item: InboundItem, why: str, *, language: str, now: datetime, path: str = "/community/") -> None:
    """One mail a day to one address, whatever arrives from it."""
    hashed = email_hash(item.author.handle)
    if SentBack.objects.filter(email_hash=hashed, at__gt=now - ONE_BACK_EVERY).exists():
        return
    made = SentBack.objects.create(email_hash=hashed, at=now)
    enqueue(
        BACK_JOB,
        number=made.pk,
        to=item.author.handle,
        why=why,
        subject=item.title[:200],
        in_reply_to=item.external_id[:200],
        language=language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE,
        path=path,
    )


def _code(refused: CommunityError) -> str:
    if isinstance(refused, TooOften):
        return "too-often"
    return "closed" if isinstance(refused, QuestionClosed) else "refused"


def _path(address: MailAddress) -> str:
    question = Question.objects.filter(pk=address.about_id).first()
    return question.url if question else "/community/"
