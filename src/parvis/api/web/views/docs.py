"""/api/v1/docs/: the OpenAPI document as a page of our own, because no script from elsewhere runs here."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from parvis.api.web.root import openapi_document
from parvis.foundation.api.problems import GENERAL
from parvis.foundation.web.screens import screen


@require_safe
def openapi(request: HttpRequest) -> JsonResponse:
    """The document itself: the same in every installation of this version, so it is no secret."""
    response = JsonResponse(openapi_document())
    response["Cache-Control"] = "public, max-age=300"
    return response


@screen()
def documentation(request: HttpRequest) -> HttpResponse:
    """Every endpoint with its parameters, its body and its refusals."""
    document = openapi_document()
    return render(
        request,
        "api/docs/index.html",
        {
            "about": document["info"]["description"].split("\n\n"),
            "groups": _groups(document),
            "problems": [
                {"code": code, "status": status, "words": words}
                for code, (status, words) in sorted(_problems(document).items())
            ],
        },
    )


def _groups(document: dict[str, Any]) -> list[dict[str, Any]]:
    by_tag: dict[str, list[dict[str, Any]]] = {tag["name"]: [] for tag in document["tags"]}
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            by_tag[operation["tags"][0]].append(_shown(document, method, path, operation))
    return [{**tag, "operations": by_tag[tag["name"]]} for tag in document["tags"]]


def _shown(document: dict[str, Any], method: str, path: str, operation: dict[str, Any]) -> dict[str, Any]:
    content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    shape = _resolved(document, content.get("schema", {}))
    example = (shape.get("examples") or [None])[0]
    return {
        "id": operation["operationId"],
        "method": method.upper(),
        "path": path,
        "summary": operation["summary"],
        "description": operation["description"].split("\n\n")[0],
        "permission": operation.get("x-permission", ""),
        "parameters": [
            {"name": one["name"], "place": one["in"], "is_required": one.get("required", False),
             "type": _type(one["schema"]), "words": one.get("description") or one["schema"].get("description", "")}
            for one in operation.get("parameters", [])
        ],
        "fields": [
            {"name": name, "type": _type(field), "is_required": name in shape.get("required", ()),
             "words": field.get("description", "")}
            for name, field in shape.get("properties", {}).items()
        ],
        "example": json.dumps(example, ensure_ascii=False, indent=2) if example else "",
        "answers": [
            {"status": status, "codes": list(_examples(answer)), "is_refusal": str(status) >= "4"}
            for status, answer in operation["responses"].items()
        ],
    }  # fmt: skip


def _resolved(document: dict[str, Any], shape: dict[str, Any]) -> dict[str, Any]:
    name = shape.get("$ref", "").rpartition("/")[2]
    found: dict[str, Any] = document["components"]["schemas"].get(name, {}) if name else shape
    return found


def _type(shape: dict[str, Any]) -> str:
    if "$ref" in shape:
        return str(shape["$ref"].rpartition("/")[2])
    if "anyOf" in shape:
        return " | ".join(_type(one) for one in shape["anyOf"])
    if "enum" in shape:
        return " | ".join(f'"{value}"' for value in shape["enum"])
    if shape.get("type") == "array":
        return f"{_type(shape.get('items', {}))}[]"
    return str(shape.get("format") or shape.get("type") or "any")


def _examples(answer: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = answer.get("content", {}).get("application/problem+json", {}).get("examples", {})
    return found


def _problems(document: dict[str, Any]) -> dict[str, tuple[int, str]]:
    found = dict(GENERAL)
    for operations in document["paths"].values():
        for operation in operations.values():
            for answer in operation["responses"].values():
                for code, example in _examples(answer).items():
                    found.setdefault(code, (example["value"]["status"], example["value"]["detail"]))
    return found
