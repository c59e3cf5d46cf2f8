"""Moderation in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import pgettext_lazy

FOUND_BY: dict[str, Any] = {
    "report": pgettext_lazy("how a text was found", "reported by a reader"),
    "moderator": pgettext_lazy("how a text was found", "seen by a moderator"),
    "machine": pgettext_lazy("how a text was found", "found by a machine"),
}
DECIDED_BY: dict[bool, Any] = {
    True: pgettext_lazy("who decided", "decided by a machine"),
    False: pgettext_lazy("who decided", "decided by a person"),
}
OUTCOMES: dict[str, Any] = {
    "open": pgettext_lazy("outcome of an appeal", "appeal under way"),
    "granted": pgettext_lazy("outcome of an appeal", "appeal granted: undone"),
    "refused": pgettext_lazy("outcome of an appeal", "appeal refused"),
}
MEASURES: dict[str, Any] = {
    "withheld": pgettext_lazy("measure of moderation", "withheld"),
    "removed": pgettext_lazy("measure of moderation", "removed from pages and lists"),
    "suspended": pgettext_lazy("measure of moderation", "may not write"),
}
REPORT_STATES: dict[str, Any] = {
    "open": pgettext_lazy("state of a report", "waits for a moderator"),
    "upheld": pgettext_lazy("state of a report", "upheld: the text is withheld"),
    "declined": pgettext_lazy("state of a report", "declined: the text breaks no rule and stays"),
}
REASONS: dict[str, Any] = {
    "first-post": pgettext_lazy("why a text waits", "one of their first texts"),
    "words": pgettext_lazy("why a text waits", "holds a watched word"),
    "spam": pgettext_lazy("why a text waits", "looks like advertising"),
    "report": pgettext_lazy("why a text waits", "reported by a reader"),
    "notice": pgettext_lazy("why a text waits", "notice from outside"),
}
POINTS: dict[str, Any] = {
    "links": pgettext_lazy("points for advertising", "links"),
    "only-links": pgettext_lazy("points for advertising", "hardly more than links"),
    "new-account": pgettext_lazy("points for advertising", "new account"),
    "at-once": pgettext_lazy("points for advertising", "written within a minute of joining"),
    "speed": pgettext_lazy("points for advertising", "several texts in ten minutes"),
    "repeated": pgettext_lazy("points for advertising", "said before, word for word"),
    "withheld-before": pgettext_lazy("points for advertising", "the same text was withheld before"),
    "watched": pgettext_lazy("points for advertising", "watched word"),
    "contact": pgettext_lazy("points for advertising", "phone, mail or messenger"),
    "trade": pgettext_lazy("points for advertising", "a trade of advertisers, with a way to reach it"),
    "call": pgettext_lazy("points for advertising", "asks to get in touch"),
    "offer": pgettext_lazy("points for advertising", "an offer or a price"),
    "shouting": pgettext_lazy("points for advertising", "capitals"),
    "learnt": pgettext_lazy("points for advertising", "learned from decisions"),
}
KINDS: dict[str, Any] = {
    "question": pgettext_lazy("kind of text", "question"),
    "answer": pgettext_lazy("kind of text", "answer"),
    "idea": pgettext_lazy("kind of text", "idea"),
    "review": pgettext_lazy("kind of text", "review"),
    "idea_comment": pgettext_lazy("kind of text", "comment"),
    "review_reply": pgettext_lazy("kind of text", "reply of the house"),
}
