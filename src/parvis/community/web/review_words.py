"""Reviews in words: orders, what was given for one, kinds of blocks."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

ORDERS: dict[str, Any] = {
    "newest": pgettext_lazy("order of reviews", "Newest first"),
    "oldest": pgettext_lazy("order of reviews", "Oldest first"),
    "lowest": pgettext_lazy("order of reviews", "Fewest stars first"),
    "highest": pgettext_lazy("order of reviews", "Most stars first"),
    "helpful": pgettext_lazy("order of reviews", "Most helpful first"),
}
# What the author chooses from.
CONSIDERATIONS: dict[str, Any] = {
    "": pgettext_lazy("given for a review", "Nothing"),
    "free": pgettext_lazy("given for a review", "The product, free of charge"),
    "discount": pgettext_lazy("given for a review", "A discount or a voucher"),
    "points": pgettext_lazy("given for a review", "Points or a chance to win"),
    "other": pgettext_lazy("given for a review", "Something else"),
}
# What stands beside the review.
CONSIDERATIONS_TOLD: dict[str, Any] = {
    "free": _("Given for this review: the product, free of charge"),
    "discount": _("Given for this review: a discount or a voucher"),
    "points": _("Given for this review: points or a chance to win"),
    "other": _("Something was given for this review"),
}
KINDS: dict[str, Any] = {
    "reviews": pgettext_lazy("kind of block", "Reviews"),
    "questions": pgettext_lazy("kind of block", "Questions"),
    "ask": pgettext_lazy("kind of block", "Ask the community"),
}
