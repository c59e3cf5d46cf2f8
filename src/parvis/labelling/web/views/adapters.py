"""Deciding what is learned: training now, activating and putting aside, labelling stored texts anew."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from parvis.foundation.clock import utc_now
from parvis.foundation.jobs import enqueue_once
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import actor_of, screen
from parvis.labelling.actions.adapters import activate_adapter, use_shipped_model
from parvis.labelling.actions.relabel import start_relabelling
from parvis.labelling.models import Adapter


@screen(permission="labels.manage", methods=("POST",))
def train(request: HttpRequest) -> HttpResponse:
    enqueue_once("labelling.train", lock="labelling.train")
    say(request, _("Parvis learns from the corrections in the background; the result appears here."))
    return HttpResponseRedirect(reverse("label-quality"))


@screen(permission="labels.manage", purpose="listening", methods=("POST",))
def relabel(request: HttpRequest) -> HttpResponse:
    start_relabelling(now=utc_now())
    say(request, _("Stored texts are labelled anew in the background. What people said stays."))
    return HttpResponseRedirect(reverse("label-quality"))


@screen(permission="labels.manage", purpose="listening", methods=("POST",))
def activate(request: HttpRequest, adapter_id: int) -> HttpResponse:
    adapter = Adapter.objects.defer("weights").filter(pk=min(adapter_id, 2**63 - 1)).first()
    if adapter is None:
        raise Http404("adapter")
    if activate_adapter(adapter, by=actor_of(request), now=utc_now()):
        say(request, _("In use from now on; stored texts are labelled anew in the background."))
    return HttpResponseRedirect(reverse("label-quality"))


@screen(permission="labels.manage", purpose="listening", methods=("POST",))
def use_shipped(request: HttpRequest) -> HttpResponse:
    if use_shipped_model(by=actor_of(request), now=utc_now()):
        say(request, _("The shipped model labels alone again; stored texts follow in the background."))
    return HttpResponseRedirect(reverse("label-quality"))
