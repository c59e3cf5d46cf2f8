"""A card of Today for reviews with few stars that nobody has replied to."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.community.reads.reviews import MOST_WAITING, count_waiting
from parvis.foundation.logic.today import Card

FEW_STARS = 2


def cards(user: Any, *, now: datetime) -> list[Card]:
    if not user.may("community.answer"):
        return []
    count = count_waiting(most_stars=FEW_STARS)
    if not count:
        return []
    figure = f"{number_format(count)}+" if count >= MOST_WAITING else number_format(count)
    sentence = ngettext(
        "A review with one or two stars has no reply of the company.",
        "%(n)s reviews with one or two stars have no reply of the company.",
        count,
    )
    return [
        Card(
            key="reviews-waiting",
            title=_("Reviews without a reply"),
            figure=figure,
            sentence=sentence % {"n": figure},
            url=reverse("community-desk-reviews"),
            act_label=_("Reply to reviews"),
            level="notice",
        )
    ]
