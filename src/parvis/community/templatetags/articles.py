"""Articles on pages: rows among questions, addresses, and what search engines read."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import quote

from django import template
from django.utils.html import escape, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from parvis.community.logic.markdown import excerpt_of
from parvis.community.models import Article
from parvis.community.reads.article_desk import is_behind
from parvis.community.reads.articles import ArticleRow
from parvis.community.reads.question_list import QuestionRow
from parvis.community.templatetags.community import question_rows, short_ago
from parvis.community.web.article_addresses import article_address
from parvis.community.web.article_words import state_word

register = template.Library()


@register.filter
def article_url(article: Article) -> str:
    return article_address(article)


@register.filter
def article_short(article: Article) -> str:
    """The address that acts begin with."""
    return f"/community/articles/{article.pk}/"


@register.filter
def article_state(state: str) -> str:
    return state_word(state)


register.filter("is_behind", is_behind)


@register.simple_tag
def votes(article: Article) -> int:
    return article.helpful_count + article.unhelpful_count


@register.simple_tag
def in_language(language: str) -> str:
    """The link to a counterpart, in the language that its readers speak."""
    return {"fr": "Cet article en français", "en": "This article in English"}.get(language, language)


@register.simple_tag
def question_in_language(language: str) -> str:
    return {"fr": "Cette question en français", "en": "This question in English"}.get(language, language)


@register.simple_tag
def article_rows(rows: list[ArticleRow], language: str) -> SafeString:
    return mark_safe("".join(_row(row, language=language, is_marked=False) for row in rows))  # noqa: S308 -- escaped


@register.simple_tag
def found_rows(rows: list[QuestionRow | ArticleRow], language: str) -> SafeString:
    """Questions and articles in one list, articles marked as such."""
    written = (
        _row(row, language=language, is_marked=True)
        if isinstance(row, ArticleRow)
        else question_rows([row], language)
        for row in rows
    )
    return mark_safe("".join(written))  # noqa: S308 -- each escaped


def _row(row: ArticleRow, *, language: str, is_marked: bool) -> str:
    spoken = f' lang="{escape(row.language)}"' if row.language != language else ""
    kind = pgettext("kind of text", "article")
    mark = f'<span class="mark mark-expert">{escape(kind)}</span> ' if is_marked else ""
    topic = (
        f'<a href="/community/articles/?topic={quote(row.board_slug)}">{escape(row.board)}</a> · '
        if row.board
        else ""
    )
    updated = escape(_("updated"))
    return (
        f'<li class="article-row">{mark}<a class="row-title" href="{escape(row.url)}"{spoken}>{escape(row.title)}</a>'
        f'<p class="row-beginning"{spoken}>{escape(excerpt_of(_first_part(row.beginning)))}</p>'
        f'<p class="row-about">{topic}{updated} {short_ago(row.updated_at)}</p></li>\n'
    )


def _first_part(text: str) -> str:
    """What stands before the first heading, where something does."""
    return re.split(r"^#", text, maxsplit=1, flags=re.MULTILINE)[0].strip() or text


@register.simple_tag
def article_schema(article: Article, origin: Any, company: str) -> SafeString:
    """schema.org: an article, or the answer to a frequent question; JSON in which no text can end the element."""
    publisher = {"@type": "Organization", "name": str(company)}
    assert article.published_at is not None
    assert article.updated_at is not None
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": article.title,
        "description": excerpt_of(article.text),
        "inLanguage": article.language,
        "datePublished": article.published_at.isoformat(),
        "dateModified": article.updated_at.isoformat(),
        "publisher": publisher,
        "author": publisher,
        "mainEntityOfPage": article_address(article),
    }
    if article.credited is not None and article.credited.left_at is None:
        data["author"] = {"@type": "Person", "name": article.credited.name}
    if origin is not None:
        answer = {"@type": "Answer", "text": strip_tags(article.html).strip()[:5000]}
        question = {"@type": "Question", "name": origin.title, "acceptedAnswer": answer}
        data = {"@context": "https://schema.org", "@graph": [
            {name: value for name, value in data.items() if name != "@context"},
            {"@type": "FAQPage", "inLanguage": article.language, "mainEntity": [question]},
        ]}  # fmt: skip
    text = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c").replace("&", "\\u0026")
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 -- no "<" is left in it
