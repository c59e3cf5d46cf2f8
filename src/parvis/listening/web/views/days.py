"""/listen/days/: in which zone the days of figures are counted, and counting them again in the installation's."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from parvis.foundation.clock import utc_now
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import actor_of, screen
from parvis.listening.actions.count_again import ask_to_count_again
from parvis.listening.reads.zone import zone_state


@screen(permission="installation.manage", purpose="listening", methods=("GET", "HEAD", "POST"))
def days(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        if ask_to_count_again(by=actor_of(request), now=utc_now()):
            say(request, _("The figures are being counted again, a day after the other."))
        return HttpResponseRedirect(reverse("figure-days"))
    return render(request, "listening/days/index.html", {"zone": zone_state()})
