"""Why a file of customers cannot be read at all."""

from __future__ import annotations


class NotATable(Exception):
    """code: what is wrong, worded at the edge (web/import_sentences.py); detail: a number or a name for it."""

    permanent = True

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code, detail)
        self.code, self.detail = code, detail
