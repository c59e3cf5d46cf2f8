"""How large a query may be. Each limit is far beyond what people write, and keeps the time bounded."""

MOST_CHARACTERS = 500_000
MOST_TERMS = 10_000  # words, wildcards and conditions, sub-queries counted where they are used
DEEPEST = 60  # parentheses, NOTs and sub-queries inside one another
MOST_APART = 1_000  # NEAR/n and "…"~n
MOST_STARS = 4  # in one word
SHORTEST_PREFIX = 3  # characters before the first *
