"""Errors to a Sentry (or what speaks its protocol): imported only where one is named.

None of the library's integrations is used. They gather bodies, headers, local variables, arguments and texts; what
is sent here is made by hand from the log's own description of an error: its class, the places it came through,
the request's id. At the end everything that is not on the list is taken out again.
"""

from __future__ import annotations

import atexit
import logging
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import sentry_sdk

from parvis.foundation.log_lines import request_id
from parvis.project.telemetry import release

_SENT = frozenset(
    ("event_id", "timestamp", "level", "logger", "platform", "exception", "message", "tags", "release",
     "environment", "sdk", "fingerprint")
)  # fmt: skip
_MOST_FRAMES = 40
_MOST_CAUSES = 5
# They tell of their own sending, which would go round in a circle.
_QUIET = ("sentry_sdk", "urllib3", "opentelemetry")
_FINISHING_SECONDS = 2.0


def start_error_reports(dsn: str, *, process: str, environment: str) -> sentry_sdk.Client:
    """Send what is logged as an error from now on."""
    client = sentry_sdk.Client(
        dsn=dsn,
        release=f"parvis@{release()}",
        environment=environment,
        default_integrations=False,
        auto_enabling_integrations=False,
        include_local_variables=False,
        include_source_context=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        auto_session_tracking=False,
        send_client_reports=False,
        enable_backpressure_handling=False,
        spotlight=False,
        before_send=_only_what_is_listed,
    )
    logging.getLogger().addHandler(ErrorReports(client, process=process))
    atexit.register(client.close, timeout=_FINISHING_SECONDS)
    return client


class ErrorReports(logging.Handler):
    """Makes an event of every record that is an error."""

    def __init__(self, client: sentry_sdk.Client, *, process: str) -> None:
        super().__init__(level=logging.ERROR)
        self._client = client
        self._process = process

    def emit(self, record: logging.LogRecord) -> None:
        if record.name.partition(".")[0] in _QUIET:
            return
        try:
            self._client.capture_event(self._event_of(record))
        except Exception:
            self.handleError(record)

    def _event_of(self, record: logging.LogRecord) -> Any:
        error = record.exc_info[1] if record.exc_info else None
        event: dict[str, Any] = {
            "timestamp": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": "fatal" if record.levelno >= logging.CRITICAL else "error",
            "logger": record.name,
            "tags": {"process": self._process, **({"request": request_id.get()} if request_id.get() else {})},
        }
        if error is not None:
            event["exception"] = {"values": list(_chain_of(error))}
        elif record.args and isinstance(record.msg, str):
            # What the code says, with its places for values left open.
            event["message"] = record.msg
        else:
            event["message"] = f"{record.module}:{record.lineno} {record.funcName}"
        return event


def _chain_of(error: BaseException) -> Iterator[dict[str, Any]]:
    """What it came from first, as the protocol has it; never a text."""
    found: list[BaseException] = []
    at: BaseException | None = error
    while at is not None and len(found) < _MOST_CAUSES:
        found.append(at)
        at = at.__cause__ or (None if at.__suppress_context__ else at.__context__)
    for one in reversed(found):
        frames = [_frame(frame) for frame in traceback.extract_tb(one.__traceback__)]
        yield {
            "type": type(one).__qualname__,
            "module": type(one).__module__,
            "stacktrace": {"frames": frames[-_MOST_FRAMES:]},
        }


def _frame(frame: traceback.FrameSummary) -> dict[str, Any]:
    for root in ("/site-packages/", "/src/", "/lib/"):
        _, separator, below = frame.filename.rpartition(root)
        if separator:
            break
    else:
        below = frame.filename.rpartition("/")[2]
    return {
        "filename": below,
        "function": frame.name,
        "lineno": frame.lineno,
        "in_app": below.startswith("parvis/"),
    }


def _only_what_is_listed(event: Any, hint: Any) -> Any:
    return {name: value for name, value in event.items() if name in _SENT}
