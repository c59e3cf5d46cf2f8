"""Completing the OpenAPI document: what every endpoint answers besides, what it needs, examples of refusals."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from parvis.foundation.api.endpoints import Endpoint, Endpoints
from parvis.foundation.api.problems import GENERAL

PROBLEM = "application/problem+json"
_HEADERS = {
    "RateLimit-Limit": "Requests in a minute.",
    "RateLimit-Remaining": "Requests left in this minute.",
    "RateLimit-Reset": "Seconds until the next minute begins.",
    "RateLimit-Policy": "The limit and its window in seconds.",
}
ABOUT = """Everything a screen can do, for programs.

Send a token as `Authorization: Bearer parvis_…`; it may do what its scopes and its account's roles both allow.
Lists come in pages: send `next_cursor` back as `cursor`. Refusals are problem details (RFC 9457) whose `code` is
stable. A write takes an `Idempotency-Key`: repeated within 24 hours, it acts once and answers the same. Unknown
fields and parameters are refused."""


def complete(document: dict[str, Any], groups: Iterable[Endpoints]) -> dict[str, Any]:
    """The document of django-ninja with what this installation adds to every operation."""
    groups = list(groups)
    by_name = {one.function.__name__: one for group in groups for one in group.all}
    document["info"] = {
        "title": "Parvis",
        "version": "1",
        "description": ABOUT,
        "license": {"name": "Apache-2.0"},
    }
    document["tags"] = [{"name": group.tag, "description": group.explain} for group in groups]
    document.pop("servers", None)
    parts = document.setdefault("components", {})
    parts["securitySchemes"] = {
        "token": {"type": "http", "scheme": "bearer", "description": "An API token: My profile → API tokens."}
    }
    parts.setdefault("schemas", {})["Problem"] = PROBLEM_SHAPE
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            _complete_operation(operation, by_name[operation["operationId"]], method=method, path=path)
    return document


def _complete_operation(operation: dict[str, Any], endpoint: Endpoint, *, method: str, path: str) -> None:
    operation.pop("security", None)
    operation["security"] = [] if endpoint.is_open else [{"token": []}]
    if endpoint.permission:
        operation["x-permission"] = endpoint.permission
        operation["description"] += f"\n\nNeeds the permission `{endpoint.permission}`."
    if isinstance(endpoint.purpose, str) and endpoint.purpose:
        operation["x-purpose"] = endpoint.purpose
    parameters = operation.setdefault("parameters", [])
    if endpoint.is_write and not endpoint.is_open:
        parameters.append(
            {
                "in": "header", "name": "Idempotency-Key", "required": False,
                "schema": {"type": "string", "maxLength": 200, "pattern": "^[ -~]*$"},
                "description": "A name of your own for this request: repeated, it acts once.",
            }
        )  # fmt: skip
    for name, meaning in endpoint.sends.items():
        parameters.append(
            {"in": "header", "name": name, "required": False, "description": meaning,
             "schema": {"type": "string"}}
        )  # fmt: skip
    if endpoint.raw_body:
        operation["requestBody"] = {
            "required": True,
            "content": {endpoint.raw_body: {"schema": {"type": "string", "format": "binary"}}},
        }
    answer = operation["responses"].get(str(endpoint.status)) or operation["responses"].get(endpoint.status)
    if answer is not None and endpoint.status == 204:
        answer.pop("content", None)
    if answer is not None:
        answer["headers"] = {name: _header(words) for name, words in _HEADERS.items()}
    for status, codes in sorted(_refusals(endpoint, has_body="requestBody" in operation, path=path).items()):
        operation["responses"][str(status)] = {
            "description": "; ".join(words for words in codes.values()),
            "content": {
                PROBLEM: {
                    "schema": {"$ref": "#/components/schemas/Problem"},
                    "examples": {
                        code: {"value": _example(status, code, words)} for code, words in codes.items()
                    },
                }
            },
        }
        if status in endpoint.answers_at and answer is not None:
            operation["responses"][str(status)]["content"] |= answer["content"]


def _refusals(endpoint: Endpoint, *, has_body: bool, path: str) -> dict[int, dict[str, str]]:
    """status → code → sentence, of everything this endpoint may refuse."""
    names = ["invalid", "rate-limited", "unavailable"]
    if not endpoint.is_open:
        names += ["not-authenticated", "forbidden"]
    if "{" in path or has_body:
        names.append("not-found")
    if endpoint.is_write and not endpoint.is_open:
        names.append("idempotency-key-reused")
    if has_body:
        names += ["too-large", "wrong-content-type"]
    found: dict[int, dict[str, str]] = {}
    for code, (status, words) in {**{name: GENERAL[name] for name in names}, **endpoint.problems}.items():
        found.setdefault(status, {})[code] = words
    return found


def _header(words: str) -> dict[str, Any]:
    return {"description": words, "schema": {"type": "string"}}


def _example(status: int, code: str, words: str) -> dict[str, Any]:
    title = code.replace("-", " ").capitalize()
    return {"type": f"/api/v1/docs/#{code}", "title": title, "status": status, "code": code, "detail": words}


PROBLEM_SHAPE: dict[str, Any] = {
    "type": "object",
    "description": "Why nothing was done (RFC 9457). Read `code`; `detail` is for people.",
    "required": ["type", "title", "status", "code", "detail"],
    "properties": {
        "type": {"type": "string", "description": "Where the code is explained."},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string", "description": "Stable: decide by it."},
        "detail": {"type": "string", "description": "One sentence."},
        "errors": {
            "type": "array",
            "description": "Of `invalid`: each wrong field.",
            "items": {
                "type": "object",
                "required": ["field", "message"],
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
            },
        },
    },
}
