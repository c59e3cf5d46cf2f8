"""One conversation: thread, composer, and the list beside it."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from parvis.accounts.permissions import account_of
from parvis.conversations.logic.outgoing import MOST_BYTES, MOST_FILE_BYTES, megabytes
from parvis.conversations.logic.presence import HEARTBEAT_SECONDS
from parvis.conversations.logic.snooze import PRESETS, preset_moment
from parvis.conversations.models import Conversation
from parvis.conversations.permissions import can_answer, can_assign, get_conversation, receiving_queues
from parvis.conversations.reads.colleagues import assignable_colleagues, present_colleagues
from parvis.conversations.reads.others import other_conversations
from parvis.conversations.reads.route import answer_route
from parvis.conversations.reads.thread import thread_page
from parvis.conversations.web.sentences import why_no_answer
from parvis.conversations.web.views.askers import proposed_words
from parvis.conversations.web.views.inbox import list_context
from parvis.foundation.clock import utc_now
from parvis.foundation.web.screens import screen


@screen(permission="conversations.view", purpose="service")
def conversation(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """The whole page: queues, list, thread, person."""
    found = get_conversation(account_of(request), conversation_id)
    if found.merged_into_id is not None:
        return HttpResponseRedirect(reverse("conversation", args=[found.merged_into_id]))
    proposed = proposed_words(request, found)
    return conversation_page(request, found, **({"draft": proposed, "is_proposed": True} if proposed else {}))


def conversation_page(request: HttpRequest, found: Conversation, **more: Any) -> HttpResponse:
    """The page with what is to be said besides: a kept draft and why it was not sent."""
    status = more.pop("http_status", 200)
    context = {
        **list_context(request, current_id=found.pk),
        **thread_context(request, found),
        **desk_context(request, found),
        **more,
    }
    return render(request, "conversations/conversation/index.html", context, status=status)


@screen(permission="conversations.view", purpose="service")
def thread(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """The thread alone, when something was said or done."""
    found = get_conversation(account_of(request), conversation_id)
    return render(request, "conversations/conversation/_thread.html", thread_context(request, found))


@screen(permission="conversations.view", purpose="service")
def older(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Messages before those that are shown."""
    found = get_conversation(account_of(request), conversation_id)
    if not request.headers.get("HX-Request"):
        return conversation_page(request, found)
    return render(request, "conversations/conversation/_messages.html", thread_context(request, found))


def thread_context(request: HttpRequest, found: Conversation) -> dict[str, Any]:
    user = account_of(request)
    return {
        "conversation": found,
        "thread": thread_page(found, before=request.GET.get("before", "")),
        "may_answer": can_answer(user, found),
    }


def desk_context(request: HttpRequest, found: Conversation) -> dict[str, Any]:
    """What can be done: composer, status, assignment, queue; and who else is here."""
    user = account_of(request)
    now = timezone.localtime(utc_now())
    route = answer_route(found)
    may_assign = can_assign(user, found)
    return {
        "once": uuid.uuid4().hex,
        "route": route,
        "takes_files": route.is_open and route.limits.can_attach_files,
        "most_file_bytes": MOST_FILE_BYTES,
        "most_file_megabytes": megabytes(MOST_FILE_BYTES),
        "most_megabytes": megabytes(MOST_BYTES),
        "why_no_answer": "" if route.is_open else why_no_answer(route.reason),
        "may_assign": may_assign,
        "colleagues": assignable_colleagues(found) if may_assign else [],
        "other_queues": list(receiving_queues(user).exclude(pk=found.queue_id)),
        "present": present_colleagues(found, but=user, now=utc_now()),
        "snooze_choices": [
            (preset, snooze_word(preset), preset_moment(preset, now=now)) for preset in PRESETS
        ],
        "heartbeat_seconds": HEARTBEAT_SECONDS,
        "may_see_people": user.may("people.view"),
        "others": other_conversations(user, found),
        "is_mine": found.assignee_id == user.pk,
    }


def snooze_word(preset: str) -> str:
    return {
        "later_today": _("In three hours"),
        "tomorrow": _("Tomorrow at nine"),
        "next_week": _("Monday at nine"),
        "in_a_month": _("In thirty days"),
    }[preset]
