"""What the community's pages ask for many times: kept cheap, a page of thirty rows asks it a hundred times."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from django import template
from django.utils.functional import cached_property
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from parvis.community.logic.markdown import excerpt_of, html_of
from parvis.community.models import Site
from parvis.community.reads.helpers import Helper, helpers_of_month
from parvis.community.reads.question_list import QuestionRow
from parvis.community.reads.question_page import AnswerShown, AnswersShown
from parvis.community.reads.site import the_site as read_site
from parvis.community.web.origins import public_origin
from parvis.community.web.places import PLACES, place_of
from parvis.community.web.said_under import Page, answers_html, comment_form, comments_html
from parvis.community.web.site_words import PAGE_NAMES
from parvis.foundation.clock import utc_now
from parvis.foundation.installation import company_name
from parvis.foundation.web.components.times import in_words

register = template.Library()

CURRENT = ' aria-current="page"'


@register.simple_tag
def short_ago(value: datetime) -> SafeString:
    """When it was: relative up to a week, then the date; the exact moment is the element's own."""
    return mark_safe(_time(value, now=utc_now()))  # noqa: S308 -- escaped there


class Frame:
    """What the frame of every page shows of the place, from one row."""

    def __init__(self, site: Site) -> None:
        self.logo, self.version = site.logo, site.version
        self.has_look = bool(site.accent or site.font != Site.INTER)
        self.page_links = [(code, PAGE_NAMES[code]) for code in site.pages]
        self._name = site.name

    @cached_property
    def called(self) -> str:
        return self._name or company_name()


@register.simple_tag(takes_context=True)
def the_site(context: Any) -> Frame:
    """The place as it was set up; read once for a page, which also says by it who may show it in a frame."""
    request = context["request"]
    if not hasattr(request, "_site"):
        request._site = read_site()
    return Frame(request._site)


@register.simple_tag(takes_context=True)
def welcome(context: Any) -> SafeString:
    """The company's words to who comes, in the reader's language, else in the other."""
    site = context["request"]._site
    texts = (
        (site.welcome_fr, site.welcome_en) if get_language() == "fr" else (site.welcome_en, site.welcome_fr)
    )
    return mark_safe(html_of(texts[0] or texts[1])) if any(texts) else SafeString("")  # noqa: S308 -- made safe there


@register.simple_tag(takes_context=True)
def whole(context: Any, path: str) -> str:
    """A path of ours as a whole address: what search engines and readers of feeds ask for."""
    return f"{public_origin(context['request'])}{path}"


@register.simple_tag(takes_context=True)
def share_tags(context: Any, kind: str, text_id: int) -> SafeString:
    """Where it is and the picture beside it, whole addresses as Open Graph asks for."""
    request = context["request"]
    origin = escape(public_origin(request))
    return mark_safe(  # noqa: S308 -- escaped
        f'<meta property="og:url" content="{origin}{escape(request.path)}">'
        f'<meta property="og:image" content="{origin}/community/previews/{kind}/{text_id}.png">'
        '<meta property="og:image:width" content="1200"><meta property="og:image:height" content="630">'
        '<meta name="twitter:card" content="summary_large_image">'
    )


@register.simple_tag
def places(path: str) -> SafeString:
    """The places of the square as links; the one that a page belongs to is marked. One place alone needs no row."""
    if len(PLACES) < 2:
        return SafeString("")
    here = place_of(path)
    return mark_safe(  # noqa: S308 -- each escaped
        "".join(
            f'<a href="{place.path}"{CURRENT if place is here else ""}>{escape(place.name)}</a>'
            for place in PLACES
        )
    )


@register.simple_tag
def helper_faces() -> SafeString:
    """Who helped this month, as a row of faces and names; nothing where nobody did."""
    return mark_safe("".join(_face(one) for one in helpers_of_month()))  # noqa: S308 -- each escaped


def _face(one: Helper) -> str:
    seen = (
        f'<img class="helper-face" src="/community/pictures/{escape(one.picture)}?size=small" alt="" width="32"'
        ' height="32" loading="lazy">'
        if one.picture
        else f'<span class="helper-face" aria-hidden="true">{escape(one.name[:1].upper())}</span>'
    )
    expert = escape(_("super-user"))
    star = f' <span title="{expert}">★</span>' if one.is_super_user else ""
    return f'<li><a href="/community/members/{one.id}/">{seen} {escape(one.name)}</a>{star}</li>'


@register.simple_tag
def question_rows(rows: list[QuestionRow], language: str) -> SafeString:
    """The rows of a list, written in one go: as a template they took two thirds of the page's time."""
    now = utc_now()
    return mark_safe("".join(_row(row, language=language, now=now) for row in rows))  # noqa: S308 -- each escaped


@register.simple_tag
def accepted_answer(shown: AnswersShown, said: Page) -> SafeString:
    """Before the others, on the first page."""
    assert shown.accepted is not None
    return mark_safe(answers_html([shown.accepted], said, accepted_id=shown.accepted.id))  # noqa: S308 -- each escaped


@register.simple_tag
def other_answers(shown: AnswersShown, said: Page, accepted_id: int | None) -> SafeString:
    """In their order; on later pages with the accepted one in its place."""
    others = [one for one in shown.answers if shown.page > 1 or one.id != accepted_id]
    return mark_safe(answers_html(others, said, accepted_id=accepted_id))  # noqa: S308 -- each escaped


@register.simple_tag
def comment_rows(rows: list[AnswerShown]) -> SafeString:
    return mark_safe(comments_html(rows))  # noqa: S308 -- each escaped


@register.simple_tag
def empty_comment_form(said: Page) -> SafeString:
    return mark_safe(comment_form(replace(said, commented_on=0, comment="")))  # noqa: S308 -- escaped there


def _row(row: QuestionRow, *, language: str, now: datetime) -> str:
    state = " is-solved" if row.is_solved else "" if row.answer_count else " is-none"
    word = _("solved") if row.is_solved else ngettext("answer", "answers", row.answer_count)
    spoken = f' lang="{escape(row.language)}"' if row.language and row.language != language else ""
    tags = "".join(
        f' <a class="tag" href="/community/tags/{quote(tag)}/">{escape(tag)}</a>' for tag in row.tags
    )
    return (
        f'<li class="question-row"><span class="row-count{state}"><b>{row.answer_count}</b> {escape(word)}</span>'
        f'<div class="row-main"><a class="row-title" href="{escape(row.url)}"{spoken}>{escape(row.title)}</a>'
        f'<p class="row-about"><a href="/community/boards/{escape(row.board_slug)}/">{escape(row.board)}</a>'
        f" · {escape(row.author)} · {_time(row.active_at, now=now)}{tags}</p></div></li>\n"
    )


def _time(value: datetime, *, now: datetime) -> str:
    at = value.astimezone(UTC).isoformat(timespec="minutes")
    return f'<time datetime="{at}">{escape(in_words(value, now=now))}</time>'


@register.simple_tag
def before(number: int) -> str:
    return str(number - 1)


@register.simple_tag
def next_one(number: int) -> str:
    return str(number + 1)


@register.simple_tag
def question_schema(question: Any, shown: Any) -> SafeString:
    """schema.org QAPage, for search engines; JSON in which no text can end the element."""
    if not question.answer_count or question.state not in ("open", "closed"):
        return SafeString("")

    def answer(one: Any) -> dict[str, Any]:
        return {
            "@type": "Answer",
            "text": one.html,
            "upvoteCount": one.helpful_count,
            "datePublished": one.written_at.isoformat(),
            "url": f"/community/questions/{question.pk}/{question.slug}/#answer-{one.id}",
            "author": {"@type": "Person", "name": one.author},
        }

    main: dict[str, Any] = {
        "@type": "Question",
        "name": question.title,
        "text": excerpt_of(question.text, most=500),
        "answerCount": question.answer_count,
        "upvoteCount": question.me_too_count,
        "datePublished": question.asked_at.isoformat(),
        "author": {"@type": "Person", "name": question.author.name},
    }
    if shown.accepted is not None and shown.accepted.state == "shown":
        main["acceptedAnswer"] = answer(shown.accepted)
    others = [
        answer(one) for one in shown.answers[:5] if one.state == "shown" and one.id != question.accepted_id
    ]
    if others:
        main["suggestedAnswer"] = others
    data = {"@context": "https://schema.org", "@type": "QAPage", "mainEntity": main}
    text = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c").replace("&", "\\u0026")
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 -- no "<" is left in it
