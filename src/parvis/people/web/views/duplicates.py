"""The queue of records that may be one human's twice: one pair at a time, decided by a key, taken back by another."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from parvis.accounts.permissions import account_of
from parvis.foundation.clock import utc_now
from parvis.foundation.logic.typed import id_typed
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.components.places import Tab
from parvis.foundation.web.screens import actor_of
from parvis.people.actions.duplicates import accept_suggestion, reconsider_pair, refuse_suggestion
from parvis.people.logic.joins import SURE, NotSuggested
from parvis.people.models import SuggestedJoin
from parvis.people.permissions import person_for
from parvis.people.reads.suggestions import open_suggestion, open_suggestions, waiting
from parvis.people.web.join_words import JoinRefused, join_refusal
from parvis.people.web.screens import person_screen
from parvis.people.web.views.joins import compared_context

IN_SIGHT = 30


@person_screen(permission="people.edit")
def duplicates(request: HttpRequest) -> HttpResponse:
    """`queue=low` is the queue of what is less sure; `pair` opens one of those that wait."""
    is_sure = request.GET.get("queue") != "low"
    counts = waiting()
    rows = open_suggestions(is_sure=is_sure, most=IN_SIGHT)
    asked = request.GET.get("pair", "")
    chosen = open_suggestion(id_typed(asked)) if asked else None
    if chosen is None or (chosen.probability >= SURE) != is_sure:
        chosen = rows[0] if rows else None
    at = next((at for at, row in enumerate(rows) if chosen and row.pk == chosen.pk), 0)
    context = compared_context(chosen.older, chosen.newer, reasons=chosen.reasons) if chosen else {}
    return render(
        request,
        "people/duplicates/index.html",
        {
            **context,
            "chosen": chosen,
            "can_join": chosen is not None,
            "percent": _percent(chosen.probability) if chosen else "",
            "rows": rows,
            "next_pair": rows[at + 1] if at + 1 < len(rows) else None,
            "previous_pair": rows[at - 1] if at > 0 else None,
            "is_sure": is_sure,
            "queue": "" if is_sure else "low",
            "counts": counts,
            "others": counts.likely if is_sure else counts.sure,
            "undo": _undo_asked(request),
            "tabs": [
                Tab(_("Almost certain"), reverse("duplicates"), is_sure, counts.sure, "checks"),
                Tab(
                    _("Likely"),
                    f"{reverse('duplicates')}?queue=low",
                    not is_sure,
                    counts.likely,
                    "question-mark",
                ),
            ],
        },
    )


@person_screen(permission="people.edit", methods=("POST",))
def duplicate_join(request: HttpRequest, suggestion_id: int) -> HttpResponse:
    after = {"queue": request.POST.get("queue", "")}
    found = _suggestion(request, suggestion_id)
    if found is None:
        return _next(after)
    try:
        made = accept_suggestion(found, by=actor_of(request), now=utc_now())
    except JoinRefused as error:
        say(request, join_refusal(error), tone="warning")
        return _next(after)
    undo = f"{reverse('join-undo', args=[made.pk])}?from=duplicates"
    say(request, _("Joined: %(name)s.") % {"name": found.older}, undo_url=undo)
    return _next({**after, "joined": str(made.pk)})


@person_screen(permission="people.edit", methods=("POST",))
def duplicate_refuse(request: HttpRequest, suggestion_id: int) -> HttpResponse:
    after = {"queue": request.POST.get("queue", "")}
    found = _suggestion(request, suggestion_id)
    if found is None:
        return _next(after)
    pair = f"{found.older_id}-{found.newer_id}"
    try:
        refuse_suggestion(found, by=actor_of(request), now=utc_now())
    except JoinRefused as error:
        say(request, join_refusal(error), tone="warning")
        return _next(after)
    say(
        request,
        _("Two people. Nobody will be asked about this pair again."),
        undo_url=f"{reverse('duplicate-reconsider')}?pair={pair}",
    )
    return _next({**after, "refused": pair})


@person_screen(permission="people.edit", methods=("POST",))
def duplicate_reconsider(request: HttpRequest) -> HttpResponse:
    """Take a refusal back. `pair` is "12-34"; both records must be visible."""
    one, _dash, other = request.GET.get("pair", "").partition("-")
    user = account_of(request)
    left, right = person_for(user, id_typed(one)), person_for(user, id_typed(other))
    if reconsider_pair(left.pk, right.pk, by=actor_of(request), now=utc_now()):
        say(request, _("Undone. The pair waits again."))
    else:
        say(request, _("This pair was not refused any more."), tone="information")
    return redirect("duplicates")


def _percent(probability: float) -> str:
    """99.9 % and more is said with its digits, for "100 %" is never true."""
    digits = 0 if probability < SURE else 2
    return str(number_format(min(probability * 100, 99.99), digits))


def _undo_asked(request: HttpRequest) -> str:
    """The address that takes the last decision back, for the key u."""
    if joined := request.GET.get("joined", ""):
        return f"{reverse('join-undo', args=[id_typed(joined)])}?from=duplicates"
    refused = request.GET.get("refused", "")
    one, dash, other = refused.partition("-")
    if dash and one.isdigit() and other.isdigit():
        return f"{reverse('duplicate-reconsider')}?pair={one}-{other}"
    return ""


def _next(query: dict[str, str]) -> HttpResponse:
    asked = urlencode({name: value for name, value in query.items() if value})
    return redirect(f"{reverse('duplicates')}{'?' + asked if asked else ''}")


def _suggestion(request: HttpRequest, suggestion_id: int) -> SuggestedJoin | None:
    """Any that is still there; who comes after a colleague refused it is told so."""
    found = SuggestedJoin.objects.filter(pk=suggestion_id).select_related("older", "newer").first()
    if found is None:
        say(request, join_refusal(NotSuggested()), tone="warning")
    return found
