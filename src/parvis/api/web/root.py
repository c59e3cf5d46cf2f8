"""/api/v1/: every endpoint of the plug list API_ROUTERS, behind one address of the installation.

Version rule: within v1 nothing is taken away and no meaning changes; fields, endpoints, values of open lists and
problem codes may be added. What cannot keep to that becomes /api/v2/, and v1 goes on for a year beside it.
"""

from __future__ import annotations

import json
import logging
import re
from functools import cache
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLResolver
from django.urls.resolvers import RegexPattern, ResolverMatch
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI, Router
from ninja.errors import HttpError, ValidationError
from ninja.parser import Parser

from parvis.api.web.admission import admission
from parvis.api.web.openapi import complete
from parvis.api.web.serve import answer_model, body_parameter, problem_response, view_of
from parvis.foundation.api.endpoints import Endpoints
from parvis.foundation.api.problems import Problem, not_found
from parvis.foundation.plugs import plugged

logger = logging.getLogger(__name__)


class StrictJson(Parser):
    """JSON as RFC 8259 has it, and nothing that PostgreSQL could not keep: no NaN, NUL or half characters."""

    def parse_body(self, request: HttpRequest) -> Any:
        try:
            found = json.loads(request.body, parse_constant=_no_constant, object_pairs_hook=_no_repetition)
            # Half of a surrogate pair comes through json and through nothing else.
            json.dumps(found, ensure_ascii=False).encode()
        except RequestDataTooBig as error:
            raise Problem(413, "too-large", "The body is larger than any endpoint takes.") from error
        except (ValueError, RecursionError) as error:
            raise Problem(422, "invalid", "The body is no JSON that can be read.") from error
        if b"\\u0000" in request.body or b"\x00" in request.body:
            raise Problem(422, "invalid", "A NUL character cannot be stored.")
        return found


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _no_repetition(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return found


def groups() -> tuple[Endpoints, ...]:
    """The endpoints of every capability, in the order of the plug list."""
    return plugged("API_ROUTERS")


@cache
def ninja_api() -> NinjaAPI:
    """All endpoints as django-ninja serves and documents them."""
    api = NinjaAPI(
        title="Parvis",
        version="1",
        urls_namespace="api",
        docs_url=None,
        openapi_url=None,
        parser=StrictJson(),
    )
    for group in groups():
        router = Router(tags=[group.tag])
        for endpoint in group.all:
            words = (endpoint.function.__doc__ or "").strip()
            body_name = body_parameter(endpoint)
            router.add_api_operation(
                # An id is a number: "/conversations/bulk" is no conversation.
                re.sub(r"{(\w+_id)}", r"{int:\1}", endpoint.path),
                [endpoint.method],
                view_of(endpoint, group),
                auth=admission(endpoint, body_name=body_name),
                response={endpoint.status: answer_model(endpoint)},
                operation_id=endpoint.function.__name__,
                summary=words.partition("\n")[0].rstrip("."),
                description=" ".join(words.split()),
            )
        api.add_router("", router)
    api.add_exception_handler(Problem, _refused)
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(HttpError, _unreadable)
    api.add_exception_handler(OperationalError, _unavailable)
    return api


@cache
def openapi_document() -> dict[str, Any]:
    """The OpenAPI 3.1 document of everything."""
    api = ninja_api()
    return complete(
        json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1"), default=str)), groups()
    )


@cache
def _resolver() -> URLResolver:
    return URLResolver(RegexPattern(r"^"), ninja_api().urls[0])


@csrf_exempt  # a session may only read; whatever writes carries a token, which no other site can make a browser send
def serve(request: HttpRequest, path: str) -> HttpResponse:
    """One address for all of it, so that every answer, also "there is no such address", is of one kind."""
    response = _answered(request, path)
    rate = getattr(request, "api_rate", None)
    for name, value in (rate.headers if rate else {}).items():
        response.setdefault(name, value)
    response.setdefault("Cache-Control", "private, no-store")
    response.setdefault("Vary", "Authorization, Cookie")
    return response


def _answered(request: HttpRequest, path: str) -> HttpResponse:
    try:
        match: ResolverMatch = _resolver().resolve(path)
    except Http404:
        return problem_response(not_found(), request=request)
    response: HttpResponse = match.func(request, *match.args, **match.kwargs)
    if response.status_code == 405 and "application/problem" not in response.get("Content-Type", ""):
        allowed = response.get("Allow", "")
        problem = Problem(
            405, "method-not-allowed", f"This address takes {allowed}.", headers={"Allow": allowed}
        )
        return problem_response(problem, request=request)
    return response


def _refused(request: HttpRequest, error: Any) -> HttpResponse:
    return problem_response(error, request=request)


def _invalid(request: HttpRequest, error: Any) -> HttpResponse:
    """Each fault with its place; never what was sent, which may be somebody's words."""
    errors = [
        {"field": _field(fault.get("loc", ())), "message": str(fault.get("msg", "wrong"))}
        for fault in error.errors[:50]
    ]
    problem = Problem(422, "invalid", "A field is missing, unknown or wrong.", errors=errors)
    return problem_response(problem, request=request)


def _field(place: tuple[Any, ...]) -> str:
    """Without where it came from and without the name of the function's own parameter (`given`)."""
    parts = [str(part) for part in place if part not in ("body", "query", "path")]
    return ".".join(parts[1:] if parts[:1] == ["given"] else parts)


def _unreadable(request: HttpRequest, error: Any) -> HttpResponse:
    status = int(getattr(error, "status_code", 400))
    return problem_response(
        Problem(422 if status == 400 else status, "invalid", "The request cannot be read."), request=request
    )


def _unavailable(request: HttpRequest, error: Any) -> HttpResponse:
    logger.error("the database did not answer: %s", type(error).__name__, exc_info=error)
    return problem_response(
        Problem(
            503, "unavailable", "The installation cannot answer just now: try again in a moment.",
            headers={"Retry-After": "5"},
        ),
        request=request,
    )  # fmt: skip
