"""Addresses for one test: a page that is served, one that breaks, both with somebody's words in hand."""

from __future__ import annotations

import logging

from django.http import HttpRequest, HttpResponse
from django.urls import path

from parvis.accounts.models import User
from parvis.foundation.http import post
from parvis.project.urls import urlpatterns as ours


def works(request: HttpRequest, words: str) -> HttpResponse:
    User.objects.filter(name=request.POST["said"]).exists()
    User.objects.extra(where=[f"name = '{words}'"]).exists()
    where = request.GET["peer"]
    post(
        f"http://{where}/a/{words}?q={words}",
        body=words.encode(), max_bytes=100, timeout_seconds=5, allowed_private=[where],
    )  # fmt: skip
    return HttpResponse(words)


def breaks(request: HttpRequest, words: str) -> HttpResponse:
    said = request.POST["said"]
    logging.getLogger("parvis.test").error("could not take %s", said)
    try:
        int(said)
    except ValueError as error:
        raise RuntimeError(f"{words} said {said}") from error
    return HttpResponse()


urlpatterns = [path("works/<words>/", works, name="works"), path("breaks/<words>/", breaks, name="breaks"), *ours]
