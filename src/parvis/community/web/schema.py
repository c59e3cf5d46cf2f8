"""schema.org: a product with its figures and reviews, for search engines. The figures are those of the page."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from parvis.community.logic.markdown import excerpt_of
from parvis.community.logic.stars import FEWEST, MOST, Stars
from parvis.community.models import ProductPage, Review
from parvis.foundation.installation import company_name

# Enough for a search engine; the page itself has the others.
MOST_REVIEWS = 5
_RATING = {"bestRating": MOST, "worstRating": FEWEST}


def product_schema(
    page: ProductPage, figures: Stars, shown: Sequence[Review], *, site: str
) -> dict[str, Any]:
    """shown: reviews that everybody reads; others among them are left out."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": page.name,
        "url": f"{site}{page.url}",
        "brand": {"@type": "Brand", "name": company_name()},
    }
    if page.about:
        data["description"] = excerpt_of(page.about, most=500)
    if page.picture is not None:
        data["image"] = f"{site}{page.picture.url}"
    if figures.n and figures.mean is not None:
        data["aggregateRating"] = {
            "@type": "AggregateRating",
            "ratingValue": round(figures.mean, 2),
            "reviewCount": figures.n,
            **_RATING,
        }
        data["review"] = [_review(one, site) for one in shown if one.is_shown][:MOST_REVIEWS]
    return data


def as_element(data: dict[str, Any]) -> SafeString:
    """The element for a page; JSON in which no text can end it."""
    text = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c").replace("&", "\\u0026")
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 -- no "<" is left in it


def _review(review: Review, site: str) -> dict[str, Any]:
    data: dict[str, Any] = {
        "@type": "Review",
        "author": {"@type": "Person", "name": "–" if review.author.left_at else review.author.name},
        "datePublished": review.written_at.date().isoformat(),
        "reviewBody": excerpt_of(review.text, most=500),
        "reviewRating": {"@type": "Rating", "ratingValue": review.stars, **_RATING},
        "url": f"{site}{review.url}",
    }
    if review.title:
        data["name"] = review.title
    if review.language:
        data["inLanguage"] = review.language
    if review.edited_at:
        data["dateModified"] = review.edited_at.date().isoformat()
    return data
