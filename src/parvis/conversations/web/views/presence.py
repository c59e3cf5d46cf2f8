"""Signs of life, and the line that says who else is here."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from parvis.accounts.permissions import account_of
from parvis.conversations.actions.presence import be_present, leave
from parvis.conversations.permissions import get_conversation
from parvis.conversations.reads.colleagues import present_colleagues
from parvis.foundation.clock import utc_now
from parvis.foundation.web.screens import screen


@screen(permission="conversations.view", purpose="service", methods=("GET", "POST"))
def presence(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """POST state=reading|writing|left: a sign of life. GET: the line."""
    user = account_of(request)
    found = get_conversation(user, conversation_id)
    if request.method == "POST":
        state = request.POST.get("state", "reading")
        if state == "left":
            leave(found, by=user)
        else:
            be_present(found, by=user, is_writing=state == "writing", now=utc_now())
        return HttpResponse(status=204)
    present = present_colleagues(found, but=user, now=utc_now())
    return render(
        request, "conversations/conversation/_presence.html", {"conversation": found, "present": present}
    )
