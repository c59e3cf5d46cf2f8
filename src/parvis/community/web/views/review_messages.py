"""Messages between readers and the author of a review; seen by the two of them alone."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from parvis.community.actions.review_messages import may_contact, write_to_author
from parvis.community.logic.errors import CommunityError
from parvis.community.permissions import get_review
from parvis.community.reads.review_messages import exchanges
from parvis.community.web.pages import page, taking_part
from parvis.community.web.sentences import sentence
from parvis.foundation.clock import utc_now
from parvis.foundation.logic.typed import id_typed


@page(methods=("GET", "HEAD", "POST"), members_only=True, purpose="membership")
def messages(request: HttpRequest, review_id: int) -> HttpResponse:
    """A reader's exchange with the author; to the author all of them."""
    by = taking_part(request)
    assert by is not None
    here = get_review(by, review_id)
    shown = exchanges(here, by)
    given, problem, wanted = "", "", 0
    if request.method == "POST":
        given, wanted = request.POST.get("text", ""), id_typed(request.POST.get("to", "")) or 0
        to = next((one.other for one in shown if one.other.pk == wanted), None)
        if by.pk == here.author_id and to is None:
            raise Http404("member")
        try:
            write_to_author(here, text=given, by=by, to=to, now=utc_now())
        except CommunityError as refused:
            problem = sentence(refused)
        else:
            return redirect("community-review-messages", review_id=here.pk)
    context = {
        "review": here, "page": here.page, "member": by, "exchanges": shown, "given": given, "wanted": wanted,
        "problem": problem, "may_write": may_contact(here, by=by, to=here.author),
        "is_author": by.pk == here.author_id,
    }  # fmt: skip
    return render(request, "community/reviews/messages.html", context, status=422 if problem else 200)
