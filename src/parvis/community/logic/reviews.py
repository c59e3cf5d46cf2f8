"""Reviews: in which orders they are read, and what the house says of itself beside them."""

from __future__ import annotations

# The first is the one that nobody chose: no other may come first unasked (D111-17 code de la consommation).
ORDERS = ("newest", "oldest", "lowest", "highest", "helpful")

# The fact of the installation that holds what the house decided (actions/review_rules.py).
RULES_FACT = "community_review_rules"
LANGUAGES = ("en", "fr")
MOST_WORDS = 3_000
# Months for which a review stays: 0 is for as long as the product has its page.
MOST_MONTHS = 240
