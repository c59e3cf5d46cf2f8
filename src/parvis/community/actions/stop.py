"""The way out of mails, by a signed link and without a log-in."""

from __future__ import annotations

from datetime import datetime

from parvis.community.actions.follow import follow
from parvis.community.actions.notices import choose
from parvis.community.logic.notices import ALL, KINDS, NEVER
from parvis.community.models import Member, Notice, Question
from parvis.community.reads.notice_links import Stop


def stop(asked: Stop, *, now: datetime) -> None:
    """A kind, the digest, one question, or all that can be stopped. Done twice it is the same."""
    member = Member.objects.filter(pk=asked.member_id, left_at=None).first()
    if member is None:
        return
    if asked.what.startswith("question:"):
        question = Question.objects.filter(pk=int(asked.what.partition(":")[2])).first()
        if question is not None:
            follow(question, by=member, is_wanted=False, now=now)
            Notice.objects.filter(member=member, question=question).update(mail_due_at=None, in_digest=False)
        return
    chosen = [key for key, kind in KINDS.items() if kind.is_chosen and asked.what in (key, ALL)]
    rhythm = {"rhythm": NEVER} if asked.what in ("digest", ALL) else {}
    choose(member.pk, {**dict.fromkeys(chosen, NEVER), **rhythm})
