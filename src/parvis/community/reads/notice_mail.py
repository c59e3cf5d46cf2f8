"""The mail about a notice: what is new under one question, whole where it is short, and the ways to answer and out."""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass
from datetime import datetime
from email.utils import formataddr, parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import override

from parvis.community.logic import notices
from parvis.community.logic.markdown import html_of
from parvis.community.models import Answer, Member, Notice, Question
from parvis.community.reads.notice_links import absolute, reply_to, stop_url
from parvis.community.reads.notice_titles import titles_of
from parvis.community.reads.notice_words import notice_sentence
from parvis.foundation.installation import company_name
from parvis.foundation.secrets import keyed_hash
from parvis.people.logic.unsubscribe import unsubscribe_headers

LONGEST_QUOTED = 4_000
_OWN_ADDRESS = re.compile(r'\b(src|href)="(/[^/"][^"]*)"')
_OWN_ID = re.compile(r"(notice-(\d{1,18})-\d{1,18}-\d{1,18})-(\w{20})@")


@dataclass(frozen=True, slots=True)
class Quoted:
    """A text in a mail. is_cut: the page has more of it."""

    author: str
    text: str
    html: str
    is_cut: bool


def composed(notice: Notice, *, to: str, now: datetime) -> EmailMultiAlternatives:
    """In the member's language. The same notice at the same state gives the same Message-ID."""
    member = notice.member
    with override(language_of(member)):
        quoted, more = _new_texts(notice)
        title = titles_of(member, [notice])[notice.pk]
        answer_to = reply_to(member.pk, notice.question_id, now=now) if notice.question_id and quoted else ""
        may_stop = notices.KINDS[notice.kind].is_chosen
        stop = stop_url(member.pk, notice.kind) if may_stop else ""
        shown = {
            "sentence": notice_sentence(notice, title),
            "title": title or "",
            "quoted": quoted,
            "more": more,
            "link": absolute(notice.path),
            "can_reply": bool(answer_to),
            "mute": stop_url(member.pk, f"question:{notice.question_id}")
            if notice.question_id and may_stop
            else "",
            "stop": stop,
            "choices": absolute("/community/notices/"),
            "company": company_name(),
        }
        mail = EmailMultiAlternatives(
            # A line break in a title would make headers of it.
            " ".join(_subject(notice, shown).split()),
            render_to_string("community/mail/notice.txt", shown),
            sender(),
            [to],
            reply_to=[answer_to] if answer_to else None,
            headers={
                "Message-ID": message_id(notice),
                **_thread_of(notice),
                "Auto-Submitted": "auto-generated",
                **(unsubscribe_headers(stop) if stop else {}),
            },
        )
        mail.attach_alternative(render_to_string("community/mail/notice.html", shown), "text/html")
        return mail


def sender() -> str:
    """The house's address under the company's name."""
    return formataddr((company_name(), parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))


def mail_domain() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"


def message_id(notice: Notice) -> str:
    said = f"notice-{notice.pk}-{notice.last_position}-{notice.mail_count}"
    return f"<{said}-{_mark(said)}@{mail_domain()}>"


def notice_of_message(message_id: str) -> int | None:
    """The notice whose mail has this id; None where the id is none of ours."""
    found = _OWN_ID.match(message_id)
    return int(found[2]) if found and hmac.compare_digest(found[3], _mark(found[1])) else None


def _mark(said: str) -> str:
    return keyed_hash("community-notice-mails", said)[:20]


def language_of(member: Member) -> str:
    return member.language if member.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _thread_of(notice: Notice) -> dict[str, str]:
    """Mail programs put the mails about one question together."""
    if not notice.question_id:
        return {}
    return {"References": f"<question-{notice.question_id}@{mail_domain()}>"}


def _subject(notice: Notice, shown: dict[str, Any]) -> str:
    title = str(shown["title"])
    return f"Re: {title}" if notice.kind == notices.ANSWERS.key and title else str(shown["sentence"])


def _new_texts(notice: Notice) -> tuple[list[Quoted], int]:
    """What the member was not sent yet, the oldest first, and how many more there are."""
    if notice.question_id is None or notice.kind not in (notices.ANSWERS.key, notices.NAMED.key):
        return [], 0
    after = max(notice.mailed_position, notice.first_position - 1)
    if notice.kind == notices.NAMED.key and notice.last_position == 0:
        question = Question.objects.select_related("author").get(pk=notice.question_id)
        return ([_quoted(question)], 0) if question.is_shown else ([], 0)
    new = (
        Answer.objects.filter(
            question_id=notice.question_id, state=Answer.SHOWN, position__gt=after,
            position__lte=notice.last_position,
        )
        .exclude(author_id=notice.member_id)
        .select_related("author")
        .order_by("position")
    )  # fmt: skip
    rows = list(new[: notices.MOST_IN_A_MAIL])
    return [_quoted(one) for one in rows], max(0, new.count() - len(rows))


def _quoted(text: Question | Answer) -> Quoted:
    is_cut = len(text.text) > LONGEST_QUOTED
    words = text.text[:LONGEST_QUOTED] if is_cut else text.text
    html = html_of(words) if is_cut else text.html
    return Quoted("" if text.author.left_at else text.author.name, words, _for_mail(html), is_cut)


def _for_mail(html: str) -> str:
    """Addresses that begin with / lead nowhere from a mailbox; a picture is no wider than the mail."""
    whole = _OWN_ADDRESS.sub(lambda found: f'{found[1]}="{absolute(found[2])}"', html)
    return whole.replace("<img ", '<img style="max-width:100%;height:auto" ')
