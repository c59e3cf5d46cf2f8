"""Records that another system and we both changed: side by side, chosen field by field."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from parvis.foundation.clock import utc_now
from parvis.foundation.logic.typed import id_typed
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import actor_of
from parvis.people.actions.exchange import settle_conflict
from parvis.people.models import SyncConflict
from parvis.people.web.import_sentences import FIELDS
from parvis.people.web.screens import person_screen
from parvis.people.web.sentences import Refused, refusal

ON_A_PAGE = 20


@person_screen(permission="people.edit")
def sync_conflicts(request: HttpRequest) -> HttpResponse:
    after = id_typed(request.GET.get("after", ""))
    rows = SyncConflict.objects.filter(settled_at=None).select_related("person").order_by("-pk")
    found = list((rows.filter(pk__lt=after) if after else rows)[: ON_A_PAGE + 1])
    shown = [
        {
            "conflict": one,
            "sides": [
                {
                    "name": name,
                    "word": FIELDS.get(name, name),
                    "ours": one.ours.get(name, ""),
                    "theirs": theirs,
                }
                for name, theirs in one.theirs.items()
            ],
        }
        for one in found[:ON_A_PAGE]
    ]
    next_key = found[ON_A_PAGE - 1].pk if len(found) > ON_A_PAGE else None
    return render(request, "people/customers/conflicts.html", {"rows": shown, "next_key": next_key})


@person_screen(permission="people.edit", methods=("POST",))
def sync_conflict_settle(request: HttpRequest, conflict_id: int) -> HttpResponse:
    conflict = SyncConflict.objects.filter(pk=conflict_id).first()
    if conflict is None:
        raise Http404
    choices = {name: request.POST.get(name, "ours") for name in conflict.theirs}
    try:
        settle_conflict(conflict, choices, by=actor_of(request), now=utc_now())
    except Refused as error:
        say(request, refusal(error), tone="danger")
    else:
        say(request, _("Settled. The other system is told with its next question."))
    return redirect("sync-conflicts")
