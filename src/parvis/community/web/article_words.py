"""How the desk of articles calls things."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import pgettext

from parvis.foundation.web.components.places import Tab


def state_word(state: str) -> str:
    return {
        "draft": pgettext("article", "draft"),
        "review": pgettext("article", "in review"),
        "published": pgettext("article", "published"),
        "withdrawn": pgettext("article", "withdrawn"),
    }.get(state, state)


def desk_tabs(current: str, counts: dict[str, int]) -> list[Tab]:
    address = reverse("community-article-desk")
    named = [
        ("all", pgettext("articles", "All"), address, None),
        ("draft", pgettext("articles", "Drafts"), f"{address}?state=draft", counts["draft"]),
        ("review", pgettext("articles", "In review"), f"{address}?state=review", counts["review"]),
        ("published", pgettext("articles", "Published"), f"{address}?state=published", counts["published"]),
        ("withdrawn", pgettext("articles", "Withdrawn"), f"{address}?state=withdrawn", counts["withdrawn"]),
        (
            "out-of-date",
            pgettext("articles", "Translation out of date"),
            f"{address}?state=out-of-date",
            counts["out_of_date"],
        ),
        ("unhelpful", pgettext("articles", "Most read and unhelpful"), reverse("community-article-unhelpful"), None),
    ]  # fmt: skip
    return [Tab(label, url, is_current=key == current, count=count) for key, label, url, count in named]
