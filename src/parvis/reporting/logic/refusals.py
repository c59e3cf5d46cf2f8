"""Why a change of a report is refused: codes here, the sentences where people read them."""

from __future__ import annotations


class ReportRefused(Exception):
    """code: "name-missing", "nothing-chosen", "unknown-figure", "unknown-choice", "bad-address", "unknown-recipient",
    "too-many-recipients", "no-recipients", "sent-just-now", "too-many-links", "too-many-quotes".
    `about` carries what a sentence needs.
    """

    def __init__(self, code: str, **about: str) -> None:
        super().__init__(code)
        self.code = code
        self.about = about
