"""The company's desk for reviews: those that wait for a reply, the reply, and what is said of how reviews work."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from parvis.accounts.permissions import account_of
from parvis.community.actions.reply_to_review import reply_to_review
from parvis.community.actions.review_rules import set_review_rules
from parvis.community.logic.errors import CommunityError
from parvis.community.logic.reviews import LANGUAGES, MOST_MONTHS
from parvis.community.models import Review
from parvis.community.reads.reply_times import DAYS, reply_time
from parvis.community.reads.review_rules import review_rules
from parvis.community.reads.reviews import answered, to_answer
from parvis.community.web.review_words import CONSIDERATIONS_TOLD
from parvis.community.web.sentences import sentence
from parvis.foundation.clock import utc_now
from parvis.foundation.logic.typed import id_typed
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import actor_of, screen

MOST = 30


@screen(permission="community.answer")
def reviews(request: HttpRequest) -> HttpResponse:
    """Unanswered, the fewest stars first; ?show=answered: those with a reply, the newest first."""
    show = "answered" if request.GET.get("show") == "answered" else "waiting"
    found = answered() if show == "answered" else to_answer()
    shown = {
        "rows": found[:MOST], "n": found.count(), "most": MOST, "show": show,
        "told": CONSIDERATIONS_TOLD, "time": reply_time(now=utc_now()), "days": DAYS,
        "may_manage": account_of(request).may("community.manage"), "is_new": not Review.objects.exists(),
    }  # fmt: skip
    return render(request, "community/desk/reviews.html", shown)


@screen(permission="community.answer", methods=("POST",))
def reply(request: HttpRequest, review_id: int) -> HttpResponse:
    found = get_object_or_404(Review, pk=review_id)
    has_reply = hasattr(found, "reply")
    try:
        reply_to_review(found, text=request.POST.get("text", ""), by=account_of(request), now=utc_now())
    except CommunityError as refused:
        say(request, sentence(refused), tone="danger")
    else:
        say(request, _("Your reply was changed. What it said before stays readable.") if has_reply
            else _("Your reply stands under the review, with your name."))  # fmt: skip
    back = "?show=answered" if has_reply else ""
    return redirect(f"/community/desk/reviews/{back}")


@screen(permission="community.manage", methods=("GET", "HEAD", "POST"))
def rules(request: HttpRequest) -> HttpResponse:
    """How reviews are checked, in the house's words, and how long they stay."""
    problem = ""
    kept = review_rules()
    words, months = kept.words, str(kept.months or "")
    if request.method == "POST":
        words = {language: request.POST.get(f"words_{language}", "") for language in LANGUAGES}
        months = request.POST.get("months", "").strip()
        try:
            set_review_rules(
                words=words, months=id_typed(months) or 0, by=actor_of(request), now=utc_now()
            )  # fmt: skip
        except CommunityError as refused:
            problem = sentence(refused)
        else:
            say(request, _("Saved. It stands on the page “How reviews work here”."))
            return redirect("community-desk-review-rules")
    shown = {
        "words": [(language, words[language]) for language in LANGUAGES],
        "months": months, "most_months": MOST_MONTHS, "problem": problem,
    }  # fmt: skip
    return render(request, "community/desk/review_rules.html", shown, status=422 if problem else 200)
