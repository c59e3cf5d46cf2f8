"""/listen/mentions/topics/: the topics of a list, as one more of its facets. Fetched after the page: they cost most."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from parvis.accounts.permissions import account_of
from parvis.foundation.web.components.quantities import counted
from parvis.foundation.web.screens import screen
from parvis.listening.reads.topics import topic_facet
from parvis.listening.web.facets_shown import Entry, ShownFacet, read_note
from parvis.listening.web.filters import address_of, selection_of


@screen(permission="mentions.view", purpose="listening")
def topics(request: HttpRequest) -> HttpResponse:
    selection = selection_of(request)
    if not request.headers.get("HX-Request"):
        return HttpResponseRedirect(reverse("listen-why") + address_of(selection))
    found, read = topic_facet(account_of(request), selection)
    entries = [
        Entry(
            rule.name,
            counted(count),
            reverse("mentions")
            + address_of(selection, topic="" if rule.written == selection.topic else rule.written),
            rule.written == selection.topic,
        )
        for rule, count in found
    ]
    facet = ShownFacet(
        "topic", _("Topic"), "list-details", tuple(entries), (), read_note(read), bool(selection.topic)
    )
    return render(request, "listening/mentions/_facet.html", {"facet": facet if entries else None})
