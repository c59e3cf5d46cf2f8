"""Byte streams for files as they are found: gzip that may be cut short, UTF-16, old Macintosh line ends.

Each is a raw stream that a BufferedReader reads in blocks, so memory stays at a few blocks whatever the
size of the file, and every stream hands on bytes in an ASCII-compatible encoding with "\\n" line ends.
"""

from __future__ import annotations

import codecs
import io
import zlib
from collections.abc import Callable
from typing import BinaryIO

BLOCK_BYTES = 256 * 1024


class InflatedBytes(io.RawIOBase):
    """The content of a gzip file, one member after the other.

    Unlike gzip.GzipFile it does not raise at damage, which would lose what is already unpacked: it ends
    there, and `damage` says why ("truncated" or "damaged").
    """

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self._unpacker = zlib.decompressobj(wbits=31)
        self._packed = b""
        self._step_bytes = BLOCK_BYTES
        self.damage = ""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self.damage:
            if self._unpacker.eof and not self._start_next_member():
                return 0
            if not self._packed:
                self._packed = self._source.read(BLOCK_BYTES)
            is_exhausted = not self._packed
            step, later = self._packed[: self._step_bytes], self._packed[self._step_bytes :]
            before = self._unpacker.copy()
            try:
                # max_length bounds a bomb: the rest waits, still packed, for the next call.
                piece = self._unpacker.decompress(step, len(buffer))
            except zlib.error:
                if self._step_bytes == 1:
                    self.damage = "damaged"
                    return 0
                # The error took what the step had unpacked with it: go up to the bad byte, one by one.
                self._unpacker, self._step_bytes = before, 1
                continue
            self._packed = (self._unpacker.unconsumed_tail or self._unpacker.unused_data) + later
            if piece:
                buffer[: len(piece)] = piece
                return len(piece)
            if is_exhausted and not self._unpacker.eof:
                self.damage = "truncated"
        return 0

    def _start_next_member(self) -> bool:
        """Begin the next gzip member; zero padding and foreign bytes after the last one are no content."""
        self._packed = (self._packed or self._source.read(BLOCK_BYTES)).lstrip(b"\0")
        while not self._packed:
            block = self._source.read(BLOCK_BYTES)
            if not block:
                return False
            self._packed = block.lstrip(b"\0")
        if self._packed[:1] != b"\x1f":
            return False
        self._unpacker = zlib.decompressobj(wbits=31)
        return True


class ConvertedBytes(io.RawIOBase):
    """A stream whose blocks pass through a function(block, is_last) -> block."""

    def __init__(self, source: BinaryIO, convert: Callable[[bytes, bool], bytes]) -> None:
        self._source = source
        self._convert = convert
        self._waiting = b""
        self._is_ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._waiting and not self._is_ended:
            block = self._source.read(BLOCK_BYTES)
            self._is_ended = not block
            self._waiting = self._convert(block, self._is_ended)
        piece = self._waiting[: len(buffer)]
        self._waiting = self._waiting[len(piece) :]
        buffer[: len(piece)] = piece
        return len(piece)


def utf8_of(encoding: str) -> Callable[[bytes, bool], bytes]:
    """A conversion from an encoding that is not ASCII-compatible (UTF-16, UTF-32) to UTF-8."""
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    return lambda block, is_last: decoder.decode(block, is_last).encode("utf-8", "replace")


def line_feeds(block: bytes, is_last: bool) -> bytes:
    """Carriage returns alone, as old spreadsheets end lines, turned into line feeds."""
    return block.replace(b"\r", b"\n")
