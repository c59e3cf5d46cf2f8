"""What browsers refused under the content security policy: counted by kind, bounded, without visitors' data."""

from __future__ import annotations

import hashlib
import json
from typing import Any
from urllib.parse import urlsplit

from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

MOST_BYTES = 16 * 1024
MOST_A_MINUTE = 60
MOST_KINDS = 500
_KINDS = frozenset(("application/csp-report", "application/reports+json", "application/json"))

_COUNT = """
INSERT INTO foundation_policy_report (key, directive, blocked, page, count, last_at)
SELECT %(key)s, %(directive)s, %(blocked)s, %(page)s, 1, now()
WHERE EXISTS (SELECT FROM foundation_policy_report WHERE key = %(key)s)
   OR (SELECT count(*) FROM foundation_policy_report) < %(most)s
ON CONFLICT (key) DO UPDATE SET count = foundation_policy_report.count + 1, last_at = EXCLUDED.last_at
"""


@csrf_exempt
@require_POST
def policy_report(request: HttpRequest) -> HttpResponse:
    """Always 204 for what is no report either: there is nobody to tell."""
    if request.content_type not in _KINDS or int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        return HttpResponse(status=413 if request.content_type in _KINDS else 415)
    if _is_too_often():
        return HttpResponse(status=429)
    try:
        for report in _reports_in(json.loads(request.body[:MOST_BYTES]))[:5]:
            _count(report)
    except (ValueError, TypeError, AttributeError, DatabaseError):
        return HttpResponse(status=400)
    return HttpResponse(status=204)


def _reports_in(body: Any) -> list[dict[str, Any]]:
    """Both shapes: the older one report in an object, the newer a list."""
    if isinstance(body, list):
        return [entry["body"] for entry in body if entry.get("type") == "csp-violation"]
    return [body["csp-report"]] if "csp-report" in body else []


def _count(report: dict[str, Any]) -> None:
    directive = report.get("effective-directive") or report.get("effectiveDirective") or ""
    directive = str(directive or report.get("violated-directive") or "").split(" ")[0]
    row = {
        "directive": directive[:60],
        "blocked": _origin(str(report.get("blocked-uri") or report.get("blockedURL") or "")),
        "page": _route(str(report.get("document-uri") or report.get("documentURL") or "")),
    }
    text = {name: value.replace("\0", "") for name, value in row.items()}
    key = hashlib.sha256(json.dumps(text, sort_keys=True).encode()).hexdigest()[:32]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_COUNT, {**text, "key": key, "most": MOST_KINDS})


def _origin(url: str) -> str:
    """Scheme and host alone, or a word such as `inline`."""
    parts = urlsplit(url)
    return (f"{parts.scheme}://{parts.hostname or ''}" if parts.scheme else url)[:200]


def _route(url: str) -> str:
    """The name of the page; its address may hold anybody's words."""
    try:
        return str(resolve(urlsplit(url).path).view_name)[:120]
    except Resolver404:
        return ""


def _is_too_often() -> bool:
    key = "policy-reports"
    cache.add(key, 0, 60)
    try:
        return bool(cache.incr(key) > MOST_A_MINUTE)
    except ValueError:  # ran out between the two
        return False
