"""Why a change of what is listened for is refused: codes here, the sentences where people read them."""

from __future__ import annotations


class ListeningRefused(Exception):
    """code: "name-missing", "name-taken", "reference-taken", "reference-unfit", "unknown-role", "named-by",
    "in-market", "removed", "market-empty", "market-name-taken", "unknown-query", "unknown-kind", "value-missing",
    "author-cap", "alert-kinds", "alert-numbers", "alert-budget", "alert-exists", "unknown-recipient",
    "unknown-market", "campaign-days", "campaign-measure", "campaign-market", "campaign-controls",
    "campaign-name-taken", "place-unfit", "place-not-seen", "place-not-tried", "place-accepted". `about` carries the
    names a sentence needs.
    """

    def __init__(self, code: str, **about: str) -> None:
        super().__init__(code)
        self.code = code
        self.about = about
