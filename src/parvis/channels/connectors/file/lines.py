"""Physical lines of a stream, bounded, with their places, and able to be taken back.

csv.reader pulls lines from here one by one and never ahead, so after each record the place of its last
line is exactly where a later run can go on.
"""

from __future__ import annotations

from collections import deque
from typing import BinaryIO, NamedTuple

from parvis.channels.logic.protocol import ConnectorError

MAX_LINE_BYTES = 2 * 1024 * 1024  # 100,000 characters written as \uXXXX take 600 KB


# Lines that were read again because a quotation mark opened and never closed: so many are a slip of a person
# here and there; a file that is made of them would be read again to its end from every line.
MAX_LINES_AGAIN = 200_000
LINES_AGAIN_PER_LINE = 20


class Line(NamedTuple):
    """text is None for a line that is too long to be held; end is the byte after it."""

    number: int
    end: int
    text: str | None


class LineTooLong(Exception):
    """Raised instead of handing out a line, or lines of one record, above MAX_LINE_BYTES; the rest of such a line
    is skipped."""


class Lines:
    """An iterator of texts over a byte stream, from a given place."""

    def __init__(self, stream: BinaryIO, *, encoding: str, number: int = 0, offset: int = 0) -> None:
        self._stream = stream
        self._encoding = encoding
        self._returned: deque[Line] = deque()
        self._last = Line(number, offset, "")
        self.taken: list[Line] = []
        self._first_number = number
        self._read_again = 0
        self.is_unterminated = False  # the last line read from the stream had no line end

    def __iter__(self) -> Lines:
        return self

    def __next__(self) -> str:
        if self._returned:
            line = self._returned.popleft()
        else:
            raw = self._stream.readline(MAX_LINE_BYTES)
            if not raw:
                raise StopIteration
            line = self._line_of(raw)
        self.taken.append(line)
        if line.text is None or line.end - self._last.end > MAX_LINE_BYTES:
            raise LineTooLong
        return line.text

    def place(self) -> tuple[int, int]:
        """Number and end of the last line that belongs to a finished record."""
        return self._last.number, self._last.end

    def finish_record(self) -> None:
        """All taken lines belong to a record that is dealt with."""
        if self.taken:
            self._last = self.taken[-1]
            self.taken = []

    def give_back_all_but_first(self) -> Line:
        """Only the first taken line is dealt with; the others are read again. Returns that first line.

        Raises ConnectorError for a file in which that is the rule.
        """
        first, *others = self.taken
        self._read_again += len(others)
        if self._read_again > MAX_LINES_AGAIN + LINES_AGAIN_PER_LINE * (first.number - self._first_number):
            raise ConnectorError(
                "malformed", f"unclosed quotation marks up to line {first.number}", permanent=True
            )
        self._returned.extendleft(reversed(others))
        self._last = first
        self.taken = []
        return first

    def _line_of(self, raw: bytes) -> Line:
        self.is_unterminated = not raw.endswith(b"\n")
        previous = self.taken[-1] if self.taken else self._last
        number, end = previous.number + 1, previous.end + len(raw)
        if len(raw) == MAX_LINE_BYTES and not raw.endswith(b"\n"):
            return Line(number, end + self._skip_rest_of_line(), None)
        try:
            return Line(number, end, raw.decode(self._encoding))
        except UnicodeDecodeError:
            # Exports glued together carry two encodings: the other usual one, for this line alone.
            return Line(number, end, raw.decode("cp1252", "replace"))

    def _skip_rest_of_line(self) -> int:
        skipped = 0
        while piece := self._stream.readline(MAX_LINE_BYTES):
            skipped += len(piece)
            if piece.endswith(b"\n"):
                break
        return skipped
