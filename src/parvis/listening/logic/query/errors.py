"""What is wrong with a query, where, and what to write instead. The sentences are written at the edge."""

from __future__ import annotations


class QueryError(Exception):
    """`code` names the fault; text[start:end] is the place; `mend` is what to put there instead.

    `mend` is None where only the writer can know; "" asks to take the place out. `about` carries the values a
    sentence needs (a limit, a name, an operator).
    """

    def __init__(self, code: str, start: int, end: int, mend: str | None = None, **about: str | int) -> None:
        super().__init__(code, start, end, mend)
        self.code = code
        self.start = start
        self.end = end
        self.mend = mend
        self.about = about

    def mended(self, text: str) -> str | None:
        """The whole query with the mend applied, or None where there is none."""
        if self.mend is None:
            return None
        return text[: self.start] + self.mend + text[self.end :]

    def __str__(self) -> str:
        return f"{self.code} at {self.start}–{self.end}"
