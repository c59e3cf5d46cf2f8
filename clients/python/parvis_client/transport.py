"""Asking Parvis: one connection a request, the standard library alone.

A write is named (Idempotency-Key) before it is sent. So it is safe to send it again when the answer was lost,
and that is what happens here; a refusal is never repeated, except when Parvis says when to come back.
"""

from __future__ import annotations

import http.client
import json
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen

MOST_TRIES = 4
LONGEST_WAIT_SECONDS = 60


class Refused(Exception):
    """Parvis answered no. Decide by code; detail is a sentence for people; more holds what else it said."""

    def __init__(self, status: int, code: str, detail: str, more: Mapping[str, Any]) -> None:
        super().__init__(f"{status} {code}: {detail}")
        self.status, self.code, self.detail, self.more = status, code, detail, more


class Unreachable(Exception):
    """No answer came, also after trying again."""


class Transport:
    """address: where Parvis is, "https://parvis.example.org". token: "parvis_…"."""

    def __init__(
        self,
        address: str,
        token: str,
        *,
        timeout_seconds: float = 30,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        if not address.startswith(("http://", "https://")):
            raise ValueError("an address begins with https:// or http://")
        self.address = address.rstrip("/")
        self.timeout_seconds = timeout_seconds
        self.last_headers: dict[str, str] = {}
        self._token = token
        self._wait = wait

    def every(self, lists: Callable[..., Any], *given: Any, **query: Any) -> Iterator[Any]:
        """All items of a list, page after page: every(parvis.list_people, q="martin")."""
        cursor: str | None = None
        while True:
            page = lists(*given, **query, **({"cursor": cursor} if cursor else {}))
            yield from page["items"]
            cursor = page["next_cursor"]
            if not cursor:
                return

    def ask(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        body: Any = None,
        raw: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        key: str = "",
        is_write: bool = False,
    ) -> Any:
        """The answer as plain values, None for an empty one. Raises Refused, Unreachable."""
        asked = {name: _written(value) for name, value in (query or {}).items() if value is not None}
        address = f"{self.address}/api/v1{path}" + (f"?{urlencode(asked)}" if asked else "")
        sent = {"Authorization": f"Bearer {self._token}", **{n: v for n, v in (headers or {}).items() if v}}
        data = raw
        if raw is not None:
            sent["Content-Type"] = "application/octet-stream"
        elif body is not None:
            data, sent["Content-Type"] = json.dumps(body).encode(), "application/json"
        elif method != "GET":
            data = b""
        if is_write:
            sent["Idempotency-Key"] = key or uuid.uuid4().hex
        may_repeat = is_write or method == "GET"
        for left in reversed(range(MOST_TRIES if may_repeat else 1)):
            try:
                with urlopen(  # noqa: S310 -- the address was checked above
                    Request(address, data=data, headers=sent, method=method),  # noqa: S310
                    timeout=self.timeout_seconds,
                ) as answer:
                    self.last_headers = {name.lower(): value for name, value in answer.headers.items()}
                    content = answer.read()
                    return json.loads(content) if content else None
            except HTTPError as error:
                pause = error.headers.get("Retry-After", "")
                refused = _refused(error)
                if not left or error.code not in (429, 503) or not pause.isdigit():
                    raise refused from None
                self._wait(min(int(pause), LONGEST_WAIT_SECONDS))
            except (URLError, http.client.HTTPException, OSError) as error:
                if not left:
                    raise Unreachable(str(error)) from error
                self._wait(2.0 ** (MOST_TRIES - left) / 4)
        raise Unreachable(address)


def quoted(value: object) -> str:
    """A value as a part of an address."""
    return quote(str(value), safe="")


def _written(value: Any) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def _refused(error: HTTPError) -> Refused:
    try:
        said = json.loads(error.read())
        return Refused(error.code, said["code"], said["detail"], said)
    except (ValueError, KeyError, TypeError):
        return Refused(error.code, "unreadable", "The answer was no problem document.", {})
