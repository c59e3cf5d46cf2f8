"""One act a view: take, assign, release, status, snooze, queue, join. All answer with the conversation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from parvis.accounts.models import User
from parvis.accounts.permissions import account_of
from parvis.conversations.actions.assign import assign, release, take
from parvis.conversations.actions.change_status import change_status, snooze
from parvis.conversations.actions.merge import merge
from parvis.conversations.actions.move import move_to_queue
from parvis.conversations.logic.errors import ConversationError, MomentNotAhead
from parvis.conversations.logic.snooze import PRESETS, preset_moment
from parvis.conversations.models import Conversation
from parvis.conversations.permissions import (
    can_assign,
    get_conversation,
    receiving_queues,
    visible_queues,
    visible_to,
)
from parvis.conversations.web.sentences import sentence_of
from parvis.foundation.clock import utc_now
from parvis.foundation.logic.typed import id_typed
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import actor_of, screen

answering = screen(permission="conversations.answer", purpose="service", methods=("POST",))


@answering
def take_it(request: HttpRequest, conversation_id: int) -> HttpResponse:
    user, found = _asked(request, conversation_id)
    return _done(request, found, lambda: take(found, by=user, now=utc_now()), _("It is yours"))


@answering
def release_it(request: HttpRequest, conversation_id: int) -> HttpResponse:
    user, found = _asked(request, conversation_id)
    if found.assignee_id != user.pk and not can_assign(user, found):
        raise Http404
    undo = reverse("conversation-take", args=[found.pk]) if found.assignee_id == user.pk else ""
    return _done(
        request, found, lambda: release(found, by=user, now=utc_now()), _("Back in its queue"), undo=undo
    )


@answering
def assign_to(request: HttpRequest, conversation_id: int) -> HttpResponse:
    user, found = _asked(request, conversation_id)
    given = request.POST.get("to", "")
    if given == "":
        return release_it(request, conversation_id)  # type: ignore[return-value]
    to = User.objects.filter(pk=id_typed(given), is_active=True).first()
    if to is None or (to.pk != user.pk and not can_assign(user, found)):
        raise Http404
    said = _("Assigned to %(name)s") % {"name": to.name}
    return _done(request, found, lambda: assign(found, to, by=user, now=utc_now()), said)


@answering
def set_status(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """To open, pending or resolved; undo goes back to what it was."""
    _user, found = _asked(request, conversation_id)
    status = request.POST.get("status") or request.GET.get("status", "")
    before = found.status if found.status != "snoozed" else "open"
    said = {
        "open": pgettext("done", "Open again"),
        "pending": pgettext("done", "Pending: it waits for the customer"),
        "resolved": pgettext("done", "Resolved"),
    }.get(status, "")
    undo = f"{reverse('conversation-status', args=[found.pk])}?status={before}" if before != status else ""
    return _done(
        request,
        found,
        lambda: change_status(found, status, by=actor_of(request), now=utc_now()),
        said,
        undo=undo,
    )


@answering
def snooze_it(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Until a preset or a moment of one's own."""
    _user, found = _asked(request, conversation_id)
    undo = f"{reverse('conversation-status', args=[found.pk])}?status=open"
    return _done(
        request,
        found,
        lambda: snooze(found, until=_moment(request), by=actor_of(request), now=utc_now()),
        _("Snoozed: it comes back by itself, or when the customer writes"),
        undo=undo,
    )


@answering
def move(request: HttpRequest, conversation_id: int) -> HttpResponse:
    user, found = _asked(request, conversation_id)
    queue = receiving_queues(user).filter(pk=id_typed(request.POST.get("queue", ""))).first()
    if queue is None:
        raise Http404
    is_seen = visible_queues(user).filter(pk=queue.pk).exists()
    said = _("Moved to %(queue)s") if is_seen else _("Moved to the queue %(queue)s, which you do not see")
    return _done(
        request,
        found,
        lambda: move_to_queue(found, queue, by=actor_of(request), now=utc_now()),
        said % {"queue": queue.name},
    )


@answering
def merge_into(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Join this one into another, named by its number."""
    user, found = _asked(request, conversation_id)
    given = request.POST.get("into", "").strip().removeprefix("#")
    other = visible_to(user).filter(pk=id_typed(given)).first()
    if other is None:
        say(request, _("There is no conversation of that number."), tone="warning")
        return HttpResponseRedirect(reverse("conversation", args=[found.pk]))
    return _done(
        request,
        other,
        lambda: merge(found, into=other, by=actor_of(request), now=utc_now()),
        _("Joined: everything is here now"),
        back_to=found,
    )


def _asked(request: HttpRequest, conversation_id: int) -> tuple[User, Conversation]:
    user = account_of(request)
    return user, get_conversation(user, conversation_id)


def _moment(request: HttpRequest) -> datetime:
    preset = request.POST.get("preset", "")
    if preset in PRESETS:
        return preset_moment(preset, now=timezone.localtime(utc_now()))
    try:
        typed = parse_datetime(request.POST.get("until", ""))
    except ValueError:
        typed = None
    if typed is None:
        raise MomentNotAhead
    return timezone.make_aware(typed) if timezone.is_naive(typed) else typed


def _done(
    request: HttpRequest,
    shown: Conversation,
    act: Callable[[], object],
    said: str,
    *,
    undo: str = "",
    back_to: Conversation | None = None,
) -> HttpResponse:
    """Act, say so quietly, and show the conversation again; or the next page the form asked for."""
    try:
        act()
    except ConversationError as error:
        say(request, sentence_of(error), tone="warning")
        shown = back_to or shown
    else:
        say(request, said, undo_url=undo)
    query = request.META.get("QUERY_STRING", "") if request.GET.get("status") is None else ""
    # Whoever lost sight of it by the act goes back to the list.
    if not visible_to(account_of(request)).filter(pk=shown.pk).exists():
        return HttpResponseRedirect(reverse("inbox"))
    address = reverse("conversation", args=[shown.pk])
    return HttpResponseRedirect(f"{address}?{query}" if query else address)
