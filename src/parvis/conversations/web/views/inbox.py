"""The list of conversations, alone and beside an open one."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from parvis.accounts.models import User
from parvis.accounts.permissions import account_of
from parvis.channels.models import Connection
from parvis.conversations.logic.status import STATUSES
from parvis.conversations.reads.counts import Counts, count_conversations, written
from parvis.conversations.reads.inbox import Filters, inbox_page
from parvis.conversations.web.filters import filters_of, query_of
from parvis.foundation.logic.typed import id_typed
from parvis.foundation.web.screens import screen

STATUS_WORDS = {
    "open": lambda: pgettext("status of many", "Open"),
    "pending": lambda: pgettext("status of many", "Pending"),
    "snoozed": lambda: pgettext("status of many", "Snoozed"),
    "resolved": lambda: pgettext("status of many", "Resolved"),
    "any": lambda: pgettext("status of many", "All"),
}


@screen(permission="conversations.view", purpose="service")
def inbox(request: HttpRequest) -> HttpResponse:
    """The whole page without an open conversation."""
    return render(request, "conversations/inbox/index.html", list_context(request))


@screen(permission="conversations.view", purpose="service")
def inbox_list(request: HttpRequest) -> HttpResponse:
    """The list alone, for when a colleague acted or somebody wrote."""
    return render(request, "conversations/inbox/_list.html", {**list_context(request), "is_fragment": True})


def list_context(request: HttpRequest, *, current_id: int | None = None) -> dict[str, Any]:
    """Everything the queues and the list show."""
    user = account_of(request)
    given = request.GET.dict()
    filters = filters_of(given, user)
    counts = count_conversations(user)
    page = inbox_page(
        user,
        filters,
        queue_ids=[queue.pk for queue in counts.queues],
        after=given.get("after", ""),
        before=given.get("before", ""),
    )
    query = query_of(given)
    current = current_id or id_typed(given.get("current", ""))
    place = {name: given[name] for name in ("after", "before") if given.get(name)}
    return {
        "filters": filters,
        "page": page,
        "query": urlencode(query),
        "queue_links": _queue_links(user, filters, counts),
        "status_links": _status_links(filters, counts, query),
        "channels": _channels(),
        "queues": counts.queues,
        "given": given,
        "current_id": current,
        "live_query": urlencode({**query, **place, **({"current": current} if current else {})}),
        "has_any": bool(counts.of) and any(counts.of.values()),
        "perms_connect": user.may("connections.manage"),
        "list_title": _title(filters, counts),
        "is_filtered": bool(filters.text or filters.channel or filters.sentiment or given.get("assignee")),
    }


def _queue_links(user: User, filters: Filters, counts: Counts) -> list[dict[str, Any]]:
    """The fixed views first, then the queues."""
    here = reverse("inbox")
    everything = filters.queue_id is None and not filters.waiting and filters.assignee == "any"
    links: list[dict[str, Any]] = [
        {
            "label": _("All queues"), "url": here, "icon": "inbox", "is_current": everything,
            "count": written(counts.with_status("open", queue_id=None)),
        },
        {
            "label": _("Mine"), "url": f"{here}?assignee=me", "icon": "user",
            "is_current": filters.assignee == user.pk and filters.queue_id is None, "count": written(counts.mine),
        },
        {
            "label": _("Not assigned"), "url": f"{here}?assignee=none", "icon": "user-question",
            "is_current": filters.assignee == "none" and filters.queue_id is None, "count": "",
        },
        {
            "label": _("Waiting longest"), "url": f"{here}?waiting=1", "icon": "clock",
            "is_current": filters.waiting and filters.queue_id is None, "count": "",
        },
    ]  # fmt: skip
    for queue in counts.queues:
        links.append(
            {
                "label": queue.name,
                "url": f"{here}?queue={queue.pk}",
                "icon": "list",
                "is_current": filters.queue_id == queue.pk,
                "count": written(counts.open_in(queue.pk)),
                "is_queue": True,
            }
        )
    return links


def _status_links(filters: Filters, counts: Counts, query: dict[str, str]) -> list[dict[str, Any]]:
    kept = {name: value for name, value in query.items() if name != "status"}
    # A count holds for the queue alone: beside a narrower filter it would say something else. Nobody acts on
    # the number of what is resolved, and a zero says nothing that the empty list does not.
    is_narrow = set(kept) - {"queue"}
    counted = {} if is_narrow else {s: counts.with_status(s, queue_id=filters.queue_id) for s in STATUSES[:3]}
    return [
        {
            "label": STATUS_WORDS[status](),
            "url": "?" + urlencode({**kept, "status": status}),
            "is_current": filters.status == status,
            "count": written(counted[status]) if counted.get(status) else "",
        }
        for status in (*STATUSES, "any")
    ]


def _channels() -> list[str]:
    return sorted(set(Connection.objects.values_list("channel", flat=True)))


def _title(filters: Filters, counts: Counts) -> str:
    if filters.text:
        return _("Found")
    if filters.waiting:
        return _("Waiting longest")
    named = {queue.pk: queue.name for queue in counts.queues}
    if filters.queue_id is not None:
        return named.get(filters.queue_id, _("All queues"))
    if filters.assignee == "none":
        return _("Not assigned")
    return _("All queues") if filters.assignee == "any" else _("Mine")
