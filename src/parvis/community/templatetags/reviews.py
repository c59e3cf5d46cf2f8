"""Reviews on the community's pages."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django import template
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from parvis.community.logic.stars import MOST, Stars
from parvis.community.models import Review
from parvis.community.web.block_pages import own_origin
from parvis.community.web.block_words import dates_in_words
from parvis.community.web.schema import as_element, product_schema
from parvis.community.web.star_words import figures_in_words, stars_in_words

register = template.Library()


@register.simple_tag
def stars(n: float) -> SafeString:
    """Seen as stars, read as words."""
    full = round(n)
    return format_html(
        '<span class="stars"><span aria-hidden="true">{}<span class="stars-off">{}</span></span>'
        '<span class="unseen">{}</span></span>',
        "★" * full, "★" * (MOST - full), stars_in_words(full),
    )  # fmt: skip


@register.simple_tag
def mean(figures: Stars) -> str:
    return "" if figures.mean is None else number_format(round(figures.mean, 1), 1)


@register.simple_tag
def figures_words(figures: Stars) -> str:
    return figures_in_words(figures)


@register.simple_tag
def review_dates(review: Review) -> str:
    return dates_in_words(review)


@register.simple_tag
def day(at: Any) -> str:
    return date_format(localtime(at).date())


@register.simple_tag
def told_of(told: dict[str, Any], code: str) -> str:
    return str(told.get(code, ""))


@register.simple_tag(takes_context=True)
def whole_address(context: Any, path: str) -> str:
    """With the name of this installation, ready to stand in a query."""
    return quote(f"{own_origin(context['request'])}{path}", safe="")


@register.simple_tag(takes_context=True)
def product_schema_element(context: Any) -> SafeString:
    return as_element(
        product_schema(
            context["page"],
            context["figures"],
            context["shown"].rows,
            site=own_origin(context["request"]),
        )
    )
