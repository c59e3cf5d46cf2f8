"""Log lines: one JSON object each, with the request they belong to, and without anybody's words.

An exception's text often quotes what somebody wrote, and a value handed to a logger may be an address. So
an exception is shown as its class and the places it came through; a value is shown only where it has the
shape of a name, a path or a number; what is left is cut and freed of addresses.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

request_id: ContextVar[str] = ContextVar("request_id", default="")

_LONGEST = 500
_MOST_FRAMES = 12
_PLAIN = re.compile(r"[\w./:<>\[\]()-]{1,120}", re.ASCII)
_E_MAIL = re.compile(r"[^\s@<>\"'(),;:]+@[^\s@<>\"'(),;:]+")
_PHONE = re.compile(r"\+?\d[\d .()/-]{7,}\d")
_QUERY = re.compile(r"\?[^\s\"']+")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'|«[^»]*»|“[^”]*”")


def scrub(text: str) -> str:
    """The text on one line without addresses, phone numbers, queries of addresses and quotations."""
    text = _QUOTED.sub("‹…›", text)
    for pattern, mark in ((_E_MAIL, "‹e-mail›"), (_QUERY, "?‹…›"), (_PHONE, "‹number›")):
        text = pattern.sub(mark, text)
    text = "".join(character if character.isprintable() else " " for character in text)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def shown_value(value: Any) -> Any:
    """A value as it may stand in a log line."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, BaseException):
        return type(value).__qualname__
    if isinstance(value, type):
        return value.__qualname__
    text = str(value)
    if _PLAIN.fullmatch(text) and not _PHONE.fullmatch(text):
        return text
    return f"‹{len(text)} characters›"


def message_of(record: logging.LogRecord) -> str:
    """The message with its values as they may be shown."""
    arguments: Any = record.args
    if isinstance(arguments, dict):
        shown: Any = {name: shown_value(value) for name, value in arguments.items()}
    else:
        shown = tuple(map(shown_value, arguments or ()))
    template = str(record.msg) if not isinstance(record.msg, BaseException) else shown_value(record.msg)
    try:
        # What the code itself says is kept as it is; a finished sentence may hold anything.
        return template % shown if arguments else scrub(template)
    except (TypeError, ValueError, KeyError):
        return scrub(template)


def describe_exception(error: BaseException) -> dict[str, Any]:
    """Its class, that of what caused it, and file:line of the way it took; never its text."""
    frames = traceback.extract_tb(error.__traceback__)[-_MOST_FRAMES:]
    described: dict[str, Any] = {
        "type": f"{type(error).__module__}.{type(error).__qualname__}",
        "way": [f"{frame.filename.rpartition('/src/')[2][-80:]}:{frame.lineno} {frame.name}" for frame in frames],
    }
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None:
        described["after"] = type(cause).__qualname__
    return described


class JsonLines(logging.Formatter):
    """One JSON object a line. JSON escapes line breaks, so nobody's text can begin a line of its own."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": message_of(record),
        }
        if request_id.get():
            line["request"] = request_id.get()
        line |= getattr(record, "parvis", {})
        if record.exc_info and record.exc_info[1] is not None:
            line["exception"] = describe_exception(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


class PlainLines(JsonLines):
    """The same for reading by eye: PARVIS_LOG_FORMAT=line."""

    def format(self, record: logging.LogRecord) -> str:
        line = json.loads(super().format(record))
        start = [line.pop(name) for name in ("at", "level", "logger", "message")]
        return " ".join([*start, *(f"{name}={json.dumps(value)}" for name, value in line.items())])


def log_unhandled_errors() -> None:
    """For processes of our own: what nobody caught is logged like the rest, instead of printed with its text."""

    def log_it(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            return
        logging.getLogger("parvis").critical("the process ends", exc_info=(kind, error, trace))

    sys.excepthook = log_it
