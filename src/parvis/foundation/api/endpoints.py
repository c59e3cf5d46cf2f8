"""Endpoints as data: a capability collects its own, the capability `api` serves them all.

An endpoint is a plain function `f(caller, …) -> Answer`: its parameters are the path's, the query's and the
body; what it needs (permission, purpose) is declared beside it and held before it runs. A write runs in one
transaction with its Idempotency-Key.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from django.http import HttpRequest

from parvis.foundation.api.problems import Problem
from parvis.foundation.audit import Actor

F = TypeVar("F", bound=Callable[..., Any])
Purpose = str | Callable[[Any], str]

ORDINARY_BYTES = 256 * 1024
BULK_BYTES = 5 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, already let in. user.may() holds the intersection of the token's scopes and the roles."""

    user: Any
    actor: Actor
    now: datetime
    request: HttpRequest


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer with headers of its own (ETag), or another status than the endpoint's usual one."""

    body: Any
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int | None = None


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One method of one address.

    permission: a name of accounts.logic.roles, or "" for every account (the function guards finer).
    purpose: why persons are read, "" where none is; may depend on the account.
    problems: code → (status, sentence) that only this endpoint answers, for the documentation.
    is_write: runs in one transaction and takes an Idempotency-Key.
    is_open: without a token (the caller proves itself otherwise).
    raw_body: the content type where the body is a file and no JSON.
    """

    method: str
    path: str
    function: Callable[..., Any]
    permission: str = ""
    purpose: Purpose = ""
    status: int = 200
    problems: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    is_write: bool = False
    is_open: bool = False
    raw_body: str = ""
    most_bytes: int = ORDINARY_BYTES
    answers: Any = None  # the Answer that a Reply carries, for the documentation
    answers_at: tuple[int, ...] = ()  # refusals that carry the Answer instead of a problem
    sends: Mapping[str, str] = field(default_factory=dict)  # headers of the request: name → what it means


class Endpoints:
    """The endpoints of one subject, in the order of the documentation.

    refusal: turns an exception of the capability into a Problem, or None where it is not one of its own.
    """

    def __init__(
        self, tag: str, *, explain: str, refusal: Callable[[Exception], Problem | None] | None = None
    ) -> None:
        self.tag = tag
        self.explain = explain
        self.refusal = refusal or (lambda error: None)
        self.all: list[Endpoint] = []

    def get(self, path: str, **declared: Any) -> Callable[[F], F]:
        return self._add("GET", path, declared)

    def post(self, path: str, **declared: Any) -> Callable[[F], F]:
        return self._add("POST", path, {"is_write": True, **declared})

    def patch(self, path: str, **declared: Any) -> Callable[[F], F]:
        return self._add("PATCH", path, {"is_write": True, **declared})

    def put(self, path: str, **declared: Any) -> Callable[[F], F]:
        return self._add("PUT", path, {"is_write": True, **declared})

    def delete(self, path: str, **declared: Any) -> Callable[[F], F]:
        return self._add("DELETE", path, {"is_write": True, "status": 204, **declared})

    def _add(self, method: str, path: str, declared: dict[str, Any]) -> Callable[[F], F]:
        def declare(function: F) -> F:
            self.all.append(Endpoint(method=method, path=path, function=function, **declared))
            return function

        return declare
