"""Serving endpoints: each becomes one operation of django-ninja, run in its transaction, purpose and language."""

from __future__ import annotations

import hashlib
import inspect
import json
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any, get_type_hints

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from pydantic import BaseModel

from parvis.api.actions.remember import Kept, KeyReused, claim_key, keep_answer
from parvis.api.web.admission import token_of
from parvis.foundation.access import purpose as declare_purpose
from parvis.foundation.api.endpoints import Caller, Endpoint, Endpoints, Reply
from parvis.foundation.api.problems import Problem, not_found
from parvis.foundation.audit import Actor

LONGEST_KEY = 200


def body_parameter(endpoint: Endpoint) -> str:
    """The name of the parameter that takes the body, "" for none."""
    if endpoint.raw_body:
        return "raw"
    hints = get_type_hints(endpoint.function)
    return next(
        (
            name
            for name, hint in hints.items()
            if isinstance(hint, type) and issubclass(hint, BaseModel) and name != "return"
        ),
        "",
    )


def answer_model(endpoint: Endpoint) -> Any:
    """What it answers, as the documentation shows it."""
    return endpoint.answers or get_type_hints(endpoint.function).get("return")


def view_of(endpoint: Endpoint, group: Endpoints) -> Callable[..., HttpResponse]:
    """The view that django-ninja calls, with the signature of the endpoint's function."""
    hints = get_type_hints(endpoint.function, include_extras=True)

    def view(request: HttpRequest, **given: Any) -> HttpResponse:
        caller = Caller(request.user, _actor(request), request.api_now, request)  # type: ignore[attr-defined]
        # Machines read one language; a person's own is on the screens.
        with translation.override("en"):
            try:
                if not endpoint.is_write:
                    with _purpose(endpoint, caller):
                        return _response(endpoint, endpoint.function(caller, **given))
                return _write(endpoint, caller, given)
            except (Http404, PermissionDenied, Problem) as error:
                raise _general(error) from error
            except Exception as error:
                problem = group.refusal(error)
                if problem is None:
                    raise
                raise problem from error

    own = list(inspect.signature(endpoint.function).parameters.values())[1:]
    view.__name__ = endpoint.function.__name__
    view.__doc__ = endpoint.function.__doc__
    view.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [
            inspect.Parameter("request", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=HttpRequest),
            *(one.replace(annotation=hints[one.name], kind=inspect.Parameter.KEYWORD_ONLY) for one in own),
        ]
    )
    return view


def _write(endpoint: Endpoint, caller: Caller, given: dict[str, Any]) -> HttpResponse:
    """The effect, what is remembered of it, and its events: one transaction."""
    token, key = token_of(caller.request), caller.request.headers.get("Idempotency-Key", "")
    if len(key) > LONGEST_KEY or not (key.isascii() and key.isprintable()):
        raise Problem(
            422, "invalid", f"An Idempotency-Key has at most {LONGEST_KEY} printable ASCII characters."
        )
    with transaction.atomic():
        if token is not None and key:
            try:
                kept = claim_key(token, key, request_hash=_request_hash(endpoint, caller), now=caller.now)
            except KeyReused:
                raise Problem(
                    422, "idempotency-key-reused", "This Idempotency-Key was used for another request."
                ) from None
            if kept is not None:
                return _replayed(kept)
        with _purpose(endpoint, caller):
            response = _response(endpoint, endpoint.function(caller, **given))
        if token is not None and key:
            headers = {
                name: value
                for name, value in response.items()
                if name in ("ETag", "Location", "Content-Type")
            }
            keep_answer(
                token, key, status=response.status_code, headers=headers, body=response.content.decode()
            )
        return response


def _purpose(endpoint: Endpoint, caller: Caller) -> Any:
    name = endpoint.purpose if isinstance(endpoint.purpose, str) else endpoint.purpose(caller.user)
    return declare_purpose(name) if name else ExitStack()


def _request_hash(endpoint: Endpoint, caller: Caller) -> str:
    request = caller.request
    # A file is not read twice: its length stands for it, and an import knows its file by its own hash.
    body = request.META.get("CONTENT_LENGTH", "").encode() if endpoint.raw_body else request.body
    said = f"{request.method} {request.get_full_path()}\n".encode() + body
    return hashlib.sha256(said).hexdigest()


def _response(endpoint: Endpoint, answer: Any) -> HttpResponse:
    reply = answer if isinstance(answer, Reply) else Reply(answer)
    status = reply.status or endpoint.status
    if reply.body is None:
        return HttpResponse(status=status, headers=dict(reply.headers))
    return HttpResponse(
        reply.body.model_dump_json(by_alias=True),
        status=status,
        content_type="application/json",
        headers=dict(reply.headers),
    )


def _replayed(kept: Kept) -> HttpResponse:
    return HttpResponse(
        kept.body, status=kept.status, headers={**kept.headers, "Idempotency-Replayed": "true"}
    )


def _actor(request: HttpRequest) -> Actor:
    """As the audit log names it: the account, and by which token."""
    token = token_of(request)
    name = f"{request.user} · {token.name}"[:200] if token else str(request.user)
    return Actor("user", request.user.pk, name, request.META.get("REMOTE_ADDR") or None)


def _general(error: Exception) -> Problem:
    if isinstance(error, Problem):
        return error
    if isinstance(error, Http404):
        return not_found()
    return Problem(403, "forbidden", "The account may not do this.")


def problem_response(problem: Problem, *, request: HttpRequest) -> HttpResponse:
    """Problem details (RFC 9457). type leads to the sentence about the code in the documentation."""
    said = {
        "type": f"/api/v1/docs/#{problem.code}",
        "title": problem.code.replace("-", " ").capitalize(),
        "status": problem.status,
        "code": problem.code,
        "detail": problem.detail,
        **problem.more,
    }
    return HttpResponse(
        json.dumps(said, ensure_ascii=False),
        status=problem.status,
        content_type="application/problem+json",
        headers=problem.headers,
    )
