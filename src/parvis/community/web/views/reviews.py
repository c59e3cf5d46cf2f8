"""Writing a review, what is done with one, what it said before, and how reviews work here."""

from __future__ import annotations

import uuid
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from parvis.community.actions.pictures import keep_picture
from parvis.community.actions.review import (
    MOST_PICTURES,
    check_purchase,
    checked_review,
    edit_review,
    withdraw_review,
    write_review,
)
from parvis.community.actions.review_votes import vote_review
from parvis.community.logic.errors import CommunityError, MayNot
from parvis.community.logic.markdown import html_of
from parvis.community.models import Member, ProductPage, Review
from parvis.community.permissions import get_review
from parvis.community.reads.moderation import ground_text, ground_title, grounds
from parvis.community.reads.product_pages import page_of
from parvis.community.reads.review_rules import review_rules
from parvis.community.reads.reviews import earlier, review_of
from parvis.community.web.pages import page, taking_part
from parvis.community.web.review_words import CONSIDERATIONS
from parvis.community.web.sentences import sentence
from parvis.community.web.sessions import member_of
from parvis.community.web.views.products import shown_product
from parvis.foundation.clock import utc_now
from parvis.foundation.logic.typed import id_typed

_GIVEN = ("title", "text", "stars", "experienced_on", "consideration")


@page(methods=("GET", "HEAD", "POST"))
def write(request: HttpRequest, slug: str) -> HttpResponse:
    """Writing one, or changing one's own. Anybody may begin; who is no member yet becomes one on the way."""
    here = page_of(slug)
    if here is None:
        raise Http404("product")
    if request.method != "POST":
        return _form(request, here, review_of(member_of(request), here.pk))
    by = taking_part(request)
    given = {name: request.POST.get(name, "") for name in _GIVEN}
    # Who ticked nothing has not said "nothing".
    given["consideration"] = request.POST.get("consideration", "unsaid")
    given["is_contactable"] = request.POST.get("is_contactable", "")
    own = review_of(by, here.pk)
    if by is None:
        return _form(request, here, None, given=given, needs_log_in=True)
    try:
        saved = _saved(request, here, by, own, given)
    except CommunityError as problem:
        return _form(request, here, own, given=given, problem=sentence(problem))
    return redirect(saved.url)


def _saved(
    request: HttpRequest, here: ProductPage, by: Member, own: Review | None, given: dict[str, str]
) -> Review:
    stars, experienced_on = id_typed(given["stars"]) or 0, _day_typed(given["experienced_on"])
    now, title, text = utc_now(), given["title"], given["text"]
    is_contactable = given["is_contactable"] == "1"
    if own is not None and not request.POST.get("once"):
        edit_review(
            own, stars=stars, title=title, text=text, experienced_on=experienced_on, by=by, now=now,
            consideration=given["consideration"], is_contactable=is_contactable,
        )  # fmt: skip
        return own
    sent = [file for file in request.FILES.getlist("pictures") if file.size]
    if len(sent) > MOST_PICTURES or getattr(request, "is_upload_too_large", False):
        raise MayNot("pictures")
    # First what costs nothing: a picture costs a process.
    checked_review(title, text, stars=stars, experienced_on=experienced_on, now=now)
    pictures = [keep_picture(file.read(), by=by, now=now) for file in sent] if own is None else []
    return write_review(
        here, stars=stars, title=title, text=text, experienced_on=experienced_on, by=by, now=now,
        consideration=given["consideration"], is_contactable=is_contactable, pictures=pictures,
        language=get_language() or "en", once=request.POST.get("once", "")[:64] or None,
    )  # fmt: skip


@page(methods=("POST",), members_only=True)
def act(request: HttpRequest, review_id: int, what: str) -> HttpResponse:
    """helpful, withdraw, check: what the button was pressed for; back to where it stands."""
    by = taking_part(request)
    assert by is not None
    here, now = get_review(by, review_id), utc_now()
    try:
        if what == "helpful":
            vote_review(here, by=by, is_helpful=request.POST.get("on", "1") == "1", now=now)
        elif what == "withdraw":
            withdraw_review(here, by=by, now=now)
            return redirect(here.page.url)
        elif what == "check":
            check_purchase(here, by=by, now=now)
    except CommunityError as problem:
        return shown_product(request, here.page, by, problem=sentence(problem))
    return redirect(here.url)


@page()
def history(request: HttpRequest, review_id: int) -> HttpResponse:
    reader = member_of(request)
    here = get_review(reader, review_id)
    shown = {"review": here, "page": here.page, "member": reader, "earlier": earlier(here)}
    return render(request, "community/reviews/history.html", shown)


@page()
def how(request: HttpRequest) -> HttpResponse:
    """What the law asks to be said of reviews, from what is so, with the house's own words."""
    rules = review_rules()
    words = rules.words.get(get_language() or "en") or next(filter(None, rules.words.values()), "")
    shown = {
        "member": member_of(request),
        "months": rules.months,
        "words": html_of(words),
        "grounds": [(one, ground_title(one), ground_text(one)) for one in grounds()],
    }
    return render(request, "community/reviews/how.html", shown)


def _day_typed(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


def _form(
    request: HttpRequest,
    here: ProductPage,
    own: Review | None,
    *,
    given: dict[str, str] | None = None,
    problem: str = "",
    needs_log_in: bool = False,
) -> HttpResponse:
    if given is None:
        given = dict.fromkeys(_GIVEN, "") | {"is_contactable": "1", "consideration": "unsaid"}
        if own is not None:
            given |= {
                "title": own.title, "text": own.text, "stars": str(own.stars),
                "experienced_on": own.experienced_on.isoformat(), "consideration": own.consideration,
                "is_contactable": "1" if own.is_contactable else "",
            }  # fmt: skip
    shown = {
        "page": here, "member": member_of(request), "own": own, "given": given, "problem": problem,
        "needs_log_in": needs_log_in, "once": uuid.uuid4().hex, "considerations": CONSIDERATIONS.items(),
        "today": utc_now().date(), "most_pictures": MOST_PICTURES, "choices": range(5, 0, -1),
    }  # fmt: skip
    status = 422 if problem or needs_log_in else 200
    return render(request, "community/reviews/write.html", shown, status=status)
