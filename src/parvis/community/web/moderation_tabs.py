"""The parts of moderation at the desk, with how much waits in each."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import pgettext

from parvis.community.models import Appeal, Look
from parvis.foundation.web.components.places import Tab


def moderation_tabs(request: HttpRequest) -> list[Tab]:
    here = request.resolver_match.url_name if request.resolver_match else ""
    looks = Look.objects.filter(outcome="").count()
    appeals = Appeal.objects.filter(state=Appeal.OPEN).count()
    parts = [
        ("community-moderation", pgettext("part of moderation", "To decide"), looks),
        ("community-appeals", pgettext("part of moderation", "Appeals"), appeals),
        ("community-decided", pgettext("part of moderation", "Decided"), None),
        ("community-moderation-figures", pgettext("part of moderation", "Figures"), None),
        ("community-watched", pgettext("part of moderation", "Watched words"), None),
    ]
    return [Tab(label, reverse(name), is_current=name == here, count=count) for name, label, count in parts]
