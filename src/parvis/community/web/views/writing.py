"""What helps while one writes: the bar over the field, the text as it will look, names after an @, pictures.

The forms work without any of it; static/community/writing.js fetches these once somebody writes.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from parvis.community.actions.pictures import keep_picture
from parvis.community.logic.errors import CommunityError, MayNot
from parvis.community.logic.markdown import MOST_CHARACTERS, cleaned, html_of
from parvis.community.reads.member_names import members_beginning
from parvis.community.web.often import is_too_often
from parvis.community.web.pages import page, taking_part
from parvis.community.web.sentences import sentence
from parvis.community.web.sessions import member_of
from parvis.foundation.clock import utc_now
from parvis.foundation.pictures import MOST_BYTES

MOST_NAMES = 6
MOST_LOOKED_A_MINUTE = 60


@page()
def tools(request: HttpRequest) -> HttpResponse:
    """The bar in the reader's language. What needs a log-in is left out for who has none."""
    return render(request, "community/writing/tools.html", {"member": member_of(request)})


@page(methods=("POST",))
def preview(request: HttpRequest) -> HttpResponse:
    """The HTML of a text that is being written, made as it will be when it is sent. It costs work: members only, and
    as often as somebody who writes looks at it."""
    by = taking_part(request)
    if by is None:
        return HttpResponse(status=403)
    if is_too_often(f"community-preview:{by.pk}", most=MOST_LOOKED_A_MINUTE):
        return HttpResponse(status=429)
    return HttpResponse(html_of(cleaned(request.POST.get("text", "")[:MOST_CHARACTERS])))


@page()
def names(request: HttpRequest) -> HttpResponse:
    """{"names": …}: members whose name begins with ?begins=, for who is logged in."""
    if member_of(request) is None:
        return HttpResponse(status=403)
    found = members_beginning(request.GET.get("begins", "")[:60], most=MOST_NAMES)
    return JsonResponse({"names": found})


@page(methods=("POST",))
def picture(request: HttpRequest) -> HttpResponse:
    """{"url": …} of a picture that was pasted, dropped or chosen; {"problem": …} with what to do instead."""
    by, sent = taking_part(request), request.FILES.get("picture")
    if by is None:
        return HttpResponse(status=403)
    try:
        if sent is None or (sent.size or 0) > MOST_BYTES:
            raise MayNot("picture")
        kept = keep_picture(sent.read(), by=by, now=utc_now())
    except CommunityError as problem:
        return JsonResponse({"problem": sentence(problem)}, status=422)
    return JsonResponse({"url": kept.url})
