"""The loop in five steps, each at a real screen: what a newcomer walks through in the demo."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext


@dataclass(frozen=True, slots=True)
class Step:
    name: str
    sentence: str
    icon: str
    url: str  # "" where this account's roles do not lead there


def walk_steps(user: Any) -> list[Step]:
    """Listen → understand → recognise → answer → measure."""

    def address(permission: str, *names: str, query: str = "") -> str:
        if not user.may(permission):
            return ""
        for name in names:
            try:
                return reverse(name) + query
            except NoReverseMatch:
                continue
        return ""

    return [
        Step(
            pgettext("step of the loop", "Listen"),
            _("Posts, reviews and news about the company, from every place that is listened to."),
            "ear",
            address("mentions.view", "mentions"),
        ),
        Step(
            pgettext("step of the loop", "Understand"),
            _("Each carries its language and its sentiment, with how sure that is. Look at the negative ones."),
            "bulb",
            address("mentions.view", "mentions", query="?sentiment=negative"),
        ),
        Step(
            pgettext("step of the loop", "Recognise"),
            _("The same customer by mail and in public is one record, and says why we know it."),
            "fingerprint",
            address("people.view", "people"),
        ),
        Step(
            pgettext("step of the loop", "Answer"),
            _("What was said to us waits in the inbox. Take a conversation and reply."),
            "messages",
            address("conversations.view", "inbox"),
        ),
        Step(
            pgettext("step of the loop", "Measure"),
            _("Volume, sentiment and time to a first reply; every figure opens the rows behind it."),
            "chart-line",
            address("figures.view", "dashboard", "figures"),
        ),
    ]
