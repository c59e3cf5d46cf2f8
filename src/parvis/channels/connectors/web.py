"""Asking a JSON API through the guarded network, in the words of the protocol. Shared by the clients."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from parvis.channels.logic.items import RateBudget
from parvis.channels.logic.protocol import ConnectorError
from parvis.channels.logic.refusals import rate_of, refusal_of
from parvis.foundation.http import FetchError, Response, fetch, post

MAX_ANSWER_BYTES = 8 * 1024 * 1024
TIMEOUT_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Answer:
    """A JSON answer, and what may still be asked."""

    body: Any
    headers: Mapping[str, str]
    rate: RateBudget | None


def address(base: Any, path: str, **query: Any) -> str:
    """An address below a base that somebody typed; parameters that are None or empty are left out."""
    asked = {name: value for name, value in query.items() if value not in (None, "")}
    return str(base or "").rstrip("/") + path + ("?" + urlencode(asked, doseq=True) if asked else "")


def ask(url: str, *, now: datetime, headers: Mapping[str, str] | None = None) -> Answer:
    """GET. Raises ConnectorError for what is no answer, no success or no JSON."""
    try:
        response = fetch(
            url,
            headers={"Accept": "application/json", **(headers or {})},
            max_bytes=MAX_ANSWER_BYTES,
            timeout_seconds=TIMEOUT_SECONDS,
        )
    except FetchError as error:
        raise ConnectorError(error.code, error.detail, permanent=error.permanent) from error
    return _answer(response, now=now)


def tell(
    url: str, *, now: datetime, form: Mapping[str, Any], headers: Mapping[str, str] | None = None
) -> Answer:
    """POST a form. Raises ConnectorError as ask does."""
    sent = {
        "Accept": "application/json",
        "Content-Type": "application/x-www-form-urlencoded",
        **(headers or {}),
    }
    return _told(url, urlencode(form, doseq=True).encode(), sent, now=now)


def tell_json(url: str, body: Any, *, now: datetime, headers: Mapping[str, str] | None = None) -> Answer:
    """POST JSON. Raises ConnectorError as ask does."""
    sent = {"Accept": "application/json", "Content-Type": "application/json", **(headers or {})}
    return _told(url, json.dumps(body).encode(), sent, now=now)


def json_of(body: bytes) -> Any:
    """JSON, or the error that says that it is none."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise ConnectorError("malformed", "the answer is no JSON", permanent=False) from error


def _told(url: str, body: bytes, headers: Mapping[str, str], *, now: datetime) -> Answer:
    try:
        response = post(
            url, body=body, headers=headers, max_bytes=MAX_ANSWER_BYTES, timeout_seconds=TIMEOUT_SECONDS
        )
    except FetchError as error:
        raise ConnectorError(error.code, error.detail, permanent=error.permanent) from error
    return _answer(response, now=now)


def _answer(response: Response, *, now: datetime) -> Answer:
    if not 200 <= response.status < 300:
        raise refusal_of(response.status, response.headers, now=now)
    return Answer(json_of(response.body), response.headers, rate_of(response.headers, now=now))
