"""Settings → Audit log: who did what, read-only."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from parvis.foundation.models import AuditEntry
from parvis.foundation.reads.audit import page_of_audit, recent_object_kinds, recent_verbs
from parvis.foundation.web.audit_words import actor_words, object_words, verb_words
from parvis.foundation.web.screens import screen


@screen(permission="audit.view")
def audit(request: HttpRequest) -> HttpResponse:
    """The log, newest first, narrowed by what is asked."""
    # PostgreSQL takes no NUL in a text.
    given = {name: request.GET.get(name, "").replace("\x00", "") for name in ("verb", "kind", "id", "actor")}
    asked = {name: value.strip()[:80] for name, value in given.items()}
    page = page_of_audit(
        verb=asked["verb"],
        object_kind=asked["kind"],
        object_id=asked["id"],
        actor=asked["actor"],
        after=request.GET.get("after", ""),
    )
    return render(
        request,
        "foundation/audit/index.html",
        {
            "rows": [_row(entry) for entry in page.entries],
            "next_key": page.next_key,
            "asked": asked,
            "is_narrowed": any(asked.values()),
            "verbs": sorted(((verb, verb_words(verb)) for verb in recent_verbs()), key=lambda pair: pair[1]),
            "kinds": sorted(((k, object_words(k)) for k in recent_object_kinds()), key=lambda pair: pair[1]),
        },
    )


def _row(entry: AuditEntry) -> dict[str, Any]:
    return {
        "entry": entry,
        "actor": entry.actor_name or actor_words(entry.actor_kind),
        "verb": verb_words(entry.verb),
        "object": object_words(entry.object_kind) if entry.object_kind else "",
        "detail": [
            (name.replace("_", " "), value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
            for name, value in entry.detail.items()
            if value not in (None, "", [], {})
        ],
    }
