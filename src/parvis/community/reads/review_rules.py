"""What the house says of its reviews."""

from __future__ import annotations

from dataclasses import dataclass

from parvis.community.logic.reviews import LANGUAGES, RULES_FACT
from parvis.foundation.installation import fact


@dataclass(frozen=True, slots=True)
class ReviewRules:
    """words: language → the house's own addition to how reviews are checked. months: how long one stays, 0: always."""

    words: dict[str, str]
    months: int


def review_rules() -> ReviewRules:
    stored = fact(RULES_FACT, {})
    words = stored.get("words", {})
    return ReviewRules({language: words.get(language, "") for language in LANGUAGES}, stored.get("months", 0))
