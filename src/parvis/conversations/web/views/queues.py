"""Settings: queues, who works in them and what feeds them."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from parvis.accounts.permissions import account_of
from parvis.conversations.actions.queues import change_queue, create_queue
from parvis.conversations.logic.errors import ConversationError
from parvis.conversations.models import Queue
from parvis.conversations.permissions import can_manage_queues
from parvis.conversations.web.forms import QueueForm
from parvis.conversations.web.sentences import sentence_of
from parvis.foundation.clock import utc_now
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import actor_of, screen


@screen(permission="conversations.view")
def queue_list(request: HttpRequest) -> HttpResponse:
    """All queues: there are few, and one looks for one among them."""
    _guard(request)
    queues = (
        Queue.objects.select_related("team")
        .prefetch_related("connections")
        .annotate(
            open_count=Count(
                "conversations", filter=Q(conversations__status="open", conversations__merged_into=None)
            )
        )
        .order_by("name")
    )
    return render(request, "conversations/queues/index.html", {"queues": queues})


@screen(permission="conversations.view", methods=("GET", "POST"))
def new_queue(request: HttpRequest) -> HttpResponse:
    _guard(request)
    form = QueueForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = create_queue(
                form.cleaned_data["name"],
                team=form.cleaned_data["team"],
                connections=list(form.cleaned_data["connections"]),
                is_default=form.cleaned_data["is_default"],
                by=actor_of(request),
                now=utc_now(),
            )
        except ConversationError as error:
            form.add_error("name", sentence_of(error))
        else:
            say(request, _("The queue %(name)s is there") % {"name": made.name})
            return HttpResponseRedirect(reverse("queues"))
    return render(request, "conversations/queues/edit.html", {"form": form, "queue": None})


@screen(permission="conversations.view", methods=("GET", "POST"))
def queue(request: HttpRequest, queue_id: int) -> HttpResponse:
    _guard(request)
    found = get_object_or_404(Queue.objects.select_related("team"), pk=queue_id)
    form = QueueForm(
        request.POST or None,
        initial={
            "name": found.name,
            "team": found.team,
            "connections": list(found.connections.all()),
            "is_default": found.is_default,
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            change_queue(
                found,
                name=form.cleaned_data["name"],
                team=form.cleaned_data["team"],
                connections=list(form.cleaned_data["connections"]),
                is_default=form.cleaned_data["is_default"],
                by=actor_of(request),
                now=utc_now(),
            )
        except ConversationError as error:
            form.add_error(
                "is_default" if error.code == "default-queue-needed" else "name", sentence_of(error)
            )
        else:
            say(request, _("Changed"))
            return HttpResponseRedirect(reverse("queues"))
    return render(request, "conversations/queues/edit.html", {"form": form, "queue": found})


def _guard(request: HttpRequest) -> None:
    if not can_manage_queues(account_of(request)):
        raise PermissionDenied("queues")
