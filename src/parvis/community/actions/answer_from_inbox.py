"""An answer that was written in the inbox, on the page of its question."""

from __future__ import annotations

from datetime import datetime

from parvis.accounts.models import User
from parvis.channels.logic.items import OutboundMessage
from parvis.channels.logic.protocol import ConnectorError
from parvis.community.actions.answer import answer
from parvis.community.actions.join import member_of_staff
from parvis.community.logic.errors import CommunityError, TooOften
from parvis.community.logic.texts_elsewhere import name_of_text, text_named
from parvis.community.models import Answer, Question


def answer_from_inbox(message: OutboundMessage, *, now: datetime) -> str:
    """Publish it as the member of the account that wrote it. Returns the answer's external id.

    The message's own id is the name of the sending: what is carried out twice is there once. Raises ConnectorError.
    """
    user = User.objects.filter(pk=message.author_id, is_active=True).first() if message.author_id else None
    if user is None:
        raise ConnectorError("no-author", permanent=True)
    if not user.may("community.answer"):
        raise ConnectorError("not-permitted", permanent=True)
    question = _question(message)
    if question is None or not question.is_shown:
        raise ConnectorError("question-gone", permanent=True)
    try:
        written = answer(
            question,
            text=message.text,
            by=member_of_staff(user, now=now),
            origin="inbox",
            once=message.external_id,
            now=now,
        )
    except TooOften as refused:
        raise ConnectorError(
            "rate-limited", permanent=False, retry_after_seconds=refused.seconds
        ) from refused
    except CommunityError as refused:
        raise ConnectorError("refused", type(refused).__name__, permanent=True) from refused
    return name_of_text(Answer.kind, written.pk)


def _question(message: OutboundMessage) -> Question | None:
    """The question of what the customer said last; of an older one where that is none of ours."""
    for name in (message.in_reply_to, *reversed(message.references)):
        named = text_named(name)
        if named is None:
            continue
        kind, text_id = named
        if kind == Question.kind:
            return Question.objects.filter(pk=text_id).first()
        if kind == Answer.kind:
            return Question.objects.filter(answers=text_id).first()
    return None
