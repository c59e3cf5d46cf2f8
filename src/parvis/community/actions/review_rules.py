"""What the house says of its reviews: how they are checked, in its own words, and how long they stay."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from parvis.community.logic.errors import TextTooLong
from parvis.community.logic.markdown import cleaned
from parvis.community.logic.reviews import LANGUAGES, MOST_MONTHS, MOST_WORDS, RULES_FACT
from parvis.community.reads.review_rules import ReviewRules, review_rules
from parvis.foundation.audit import Actor, changed, record
from parvis.foundation.installation import state_fact


def set_review_rules(*, words: dict[str, str], months: int, by: Actor, now: datetime) -> ReviewRules:
    """words: language → Markdown, empty for none. months: 0 to MOST_MONTHS. Raises TextTooLong."""
    kept = {language: cleaned(words.get(language, "")) for language in LANGUAGES}
    for text in kept.values():
        if len(text) > MOST_WORDS:
            raise TextTooLong(limit=MOST_WORDS, length=len(text))
    with transaction.atomic():
        before = review_rules()
        after = ReviewRules(kept, min(max(months, 0), MOST_MONTHS))
        if after != before:
            state_fact(RULES_FACT, {"words": after.words, "months": after.months})
            record(
                "reviews.rules_changed", by=by, now=now,
                **changed({"months": before.months, **before.words}, {"months": after.months, **after.words}),
            )  # fmt: skip
        return after
