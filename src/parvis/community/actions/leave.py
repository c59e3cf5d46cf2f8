"""Leaving: what was said in public stays readable without its author's name, or goes; all else of the member goes.

Mentions of them in what others wrote are taken out by a job (actions/forget_mentions.py): every text is looked at.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from django.db import transaction
from django.db.models import F

from parvis.community.actions.article_votes import leave_articles
from parvis.community.actions.idea_votes import leave_ideas
from parvis.community.actions.leave_reviews import leave_reviews
from parvis.community.actions.take_back import take_back_texts
from parvis.community.events import MemberLeft
from parvis.community.models import (
    Award,
    DayOfMerit,
    DayOfReading,
    DirectMessage,
    Draft,
    ExpertFigures,
    Follow,
    HelpfulVote,
    LogInElsewhere,
    LogInQuestion,
    Member,
    MemberContact,
    MemberDevice,
    MemberExport,
    MemberFacts,
    MeToo,
    Notice,
    Passkey,
    SuperUserTerm,
    TextPicture,
    TrustChange,
    VoteRing,
)
from parvis.foundation.access import purpose
from parvis.foundation.audit import Actor
from parvis.foundation.events import publish
from parvis.foundation.jobs import enqueue
from parvis.foundation.secrets import seal
from parvis.people.actions.links import end_link
from parvis.people.logic.errors import NotLinked

MENTIONS_JOB = "community.forget_mentions"
_GOES = (
    Draft, Follow, HelpfulVote, MeToo, DayOfReading, Notice, Award, DayOfMerit, DirectMessage, ExpertFigures,
    LogInElsewhere, LogInQuestion, MemberDevice, MemberExport, MemberFacts, Passkey, SuperUserTerm, TrustChange,
)  # fmt: skip


def leave(member: Member, *, takes_texts_back: bool = False, now: datetime) -> bool:
    """Returns whether anything changed. Votes stay counted and lose their voter.

    takes_texts_back: what they wrote is emptied too; a question that others answered keeps its title and answers.
    """
    with purpose("legal_duty"), transaction.atomic():
        held = Member.objects.select_for_update(no_key=True).get(pk=member.pk)
        if held.left_at is not None:
            return False
        if takes_texts_back:
            take_back_texts(held)
        MemberContact.objects.filter(member=held).delete()
        leave_articles(held)
        leave_ideas(held)
        leave_reviews(held, takes_texts_back=takes_texts_back)
        lines = DirectMessage.objects.filter(member=held).values("pk")
        TextPicture.objects.filter(kind="direct_message", text_id__in=lines).delete()
        for table in _GOES:
            table.objects.filter(member=held).delete()
        VoteRing.objects.filter(members__contains=[held.pk]).delete()
        if held.identity is not None:
            with suppress(NotLinked):
                end_link(held.identity, by=Actor("member", held.pk, ""), now=now)
        # The name travels sealed, to the one job that must know it, and stays in no table.
        enqueue(MENTIONS_JOB, sealed=seal({"name": held.name}))
        Member.objects.filter(pk=held.pk).update(
            name=f"#{held.pk}", name_key=f"#{held.pk}", about="", picture="", identity=None, staff=None,
            is_super_user=False, unread_notices=0, left_at=now, session_epoch=F("session_epoch") + 1,
        )  # fmt: skip
        publish(MemberLeft(held.pk), by=Actor("member", held.pk, ""))
        return True
