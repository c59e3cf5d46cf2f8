"""What is said under a question as HTML, written in one go: as a template it took half of the page's time.

One form of the page (`FORM` in question.html) serves the buttons of all answers: each names its act by `formaction` and
its answer by its value. Every word of a member and every name is escaped here; only `html` was made safe at writing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from urllib.parse import quote

from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.community.models import Answer, Member
from parvis.community.reads.question_page import FIRST_COMMENTS, AnswerShown
from parvis.foundation.clock import utc_now
from parvis.foundation.web.components.times import in_words

FORM = "acts"


@dataclass(frozen=True, slots=True)
class Page:
    """Where the answers are shown, and what its reader may do there.

    address: the question's, without its title; url: with it. comment_at: with the answer's number behind it, the
    address that shows the form for a comment.
    """

    reader: Member | None
    address: str
    url: str
    company_name: str
    may_answer: bool
    may_accept: bool
    may_make_article: bool
    comment_at: str
    csrf_token: str
    once: str
    commented_on: int = 0  # the answer under which the form stands, with what was written
    comment: str = ""


def answers_html(rows: Sequence[AnswerShown], page: Page, *, accepted_id: int | None = None) -> str:
    """accepted_id: the one among them that solved the question."""
    now = utc_now()
    words = _("Helpful"), _("Report"), _("Change"), _("Comment")
    return "".join(_answer(one, page, words, now=now, is_accepted=one.id == accepted_id) for one in rows)


def comment_form(page: Page) -> str:
    """Under one answer at a time; without a number it is the pattern that the page's script copies."""
    # Words stand beside the f-strings, not in them: makemessages does not look inside.
    label, send = _("Your comment"), _("Send the comment")
    return (
        f'<form class="comment-form" method="post" action="{page.address}answer/">'
        f'<input type="hidden" name="csrfmiddlewaretoken" value="{page.csrf_token}">'
        f'<input type="hidden" name="once" value="{page.once}c">'
        f'<input type="hidden" name="parent" value="{page.commented_on or ""}">'
        f'<label for="comment">{label}</label>'
        f'<textarea id="comment" name="text" rows="3" maxlength="2000" required>{escape(page.comment)}</textarea>'
        f'<button class="button">{send}</button></form>'
    )


def comments_html(rows: Sequence[AnswerShown]) -> str:
    now = utc_now()
    return "".join(_comment(one, now=now) for one in rows)


def _answer(
    one: AnswerShown, page: Page, words: tuple[str, str, str, str], *, now: datetime, is_accepted: bool
) -> str:
    role = " is-staff" if one.author_is_staff else " is-expert" if one.author_is_super_user else ""
    solved = _("This answer solved it")
    head = f'<p class="accepted-head">{solved}</p>' if is_accepted else ""
    return (
        f'<article class="answer{" is-accepted" if is_accepted else ""}{role}" id="answer-{one.id}">{head}'
        f'<header class="by">{_who(one)}{_mark(one, page)} <a class="fine" href="#answer-{one.id}">'
        f"{_time(one.written_at, now=now)}</a>{_edited(one)}</header>{_text(one)}"
        f"{_acts(one, page, words, is_accepted=is_accepted)}{_comments(one, now=now)}"
        f"{comment_form(page) if one.id == page.commented_on and page.may_answer else ''}</article>\n"
    )


def _who(one: AnswerShown) -> str:
    if one.author_has_left:
        former = _("A former member")
        return f'<span class="who">{former}</span>'
    return f'<a class="who" href="/community/members/{one.author_id}/">{escape(one.author)}</a>'


def _mark(one: AnswerShown, page: Page) -> str:
    if one.author_is_staff:
        return f' <span class="mark">{escape(page.company_name)}</span>'
    expert = _("super-user")
    return f' <span class="mark mark-expert">{expert}</span>' if one.author_is_super_user else ""


def _edited(one: AnswerShown) -> str:
    edited = _("edited")
    return (
        f' <a class="fine" href="/community/answers/{one.id}/history/">{edited}</a>' if one.edited_at else ""
    )


def _text(one: AnswerShown) -> str:
    if one.state == Answer.SHOWN:
        return f'<div class="words">{one.html}</div>'
    if one.state == Answer.HELD:
        waits = _("This text waits for a moderator; until then only its author and the team see it.")
        why = _("Why it waits")
        link = f'<a href="/community/decisions/">{why}</a>'
        return f'<p class="notice">{waits} {link}</p><div class="words">{one.html}</div>'
    withheld = _("This answer was withheld by moderation. The public register says why.")
    return f'<p class="withheld">{withheld}</p>'


def _acts(one: AnswerShown, page: Page, words: tuple[str, str, str, str], *, is_accepted: bool) -> str:
    """Buttons and links under an answer that is shown; what waits or is withheld may still be commented."""
    helpful, report, change, comment = words
    make_article, this_solved_it = _("Make an article of it"), _("This solved it")
    acts = []
    if one.state == Answer.SHOWN:
        acts.append(
            f'<button class="act" form="{FORM}" formaction="{page.address}act/{"un" if one.is_voted else ""}helpful/"'
            f' name="answer" value="{one.id}" aria-pressed="{"true" if one.is_voted else "false"}">'
            f"{helpful} <b>{one.helpful_count}</b></button>"
        )
        if page.may_make_article:
            acts.append(
                f'<button class="act" form="{FORM}" formaction="/community/answers/{one.id}/article/">'
                f"{make_article}</button>"
            )
        if page.may_accept and not is_accepted:
            acts.append(
                f'<button class="act" form="{FORM}" formaction="{page.address}act/accept/" name="answer"'
                f' value="{one.id}">{this_solved_it}</button>'
            )
    if page.may_answer:
        acts.append(
            f'<a class="act" href="{page.comment_at}{one.id}#comment" data-comment="{one.id}">{comment}</a>'
        )
    if one.state == Answer.SHOWN:
        if page.reader is None:
            at = quote(f"{page.url}#answer-{one.id}")
            acts.append(f'<a class="act" rel="nofollow" href="/community/notice/?address={at}">{report}</a>')
        elif page.reader.pk == one.author_id:
            acts.append(f'<a class="act" href="/community/answers/{one.id}/edit/">{change}</a>')
        else:
            acts.append(f'<a class="act" href="/community/report/answer/{one.id}/">{report}</a>')
    return f'<footer class="acts">{"".join(acts)}</footer>' if acts else ""


def _comments(one: AnswerShown, *, now: datetime) -> str:
    """Those that were read; where there are more, the way to all of them stands where the others are left out."""
    shown = [_comment(comment, now=now) for comment in one.comments]
    left_out = one.comment_count - len(shown)
    if left_out > 0:
        words = ngettext("Show the %(n)s comment between", "Show the %(n)s comments between", left_out)
        way = f'<a href="/community/answers/{one.id}/comments/">{words % {"n": localize(left_out)}}</a>'
        shown.insert(FIRST_COMMENTS, f'<p class="comment-more">{way}</p>')
    return "".join(shown)


def _comment(one: AnswerShown, *, now: datetime) -> str:
    who = _("A former member") if one.author_has_left else escape(one.author)
    text = one.html
    if one.state == Answer.HELD:
        waits = _("This text waits for a moderator; until then only its author and the team see it.")
        text = f'<p class="withheld">{waits}</p>{one.html}'
    elif one.state != Answer.SHOWN:
        withheld = _("Withheld by moderation.")
        text = f'<p class="withheld">{withheld}</p>'
    return (
        f'<div class="comment" id="answer-{one.id}"><span class="who">{who}</span> '
        f'<span class="fine">{_time(one.written_at, now=now)}</span><div class="words">{text}</div></div>'
    )


def _time(value: datetime, *, now: datetime) -> str:
    at = value.astimezone(UTC).isoformat(timespec="minutes")
    return f'<time datetime="{at}">{escape(in_words(value, now=now))}</time>'
