"""Questions in the inbox, as the desk sees them: what is there and why."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from parvis.accounts.permissions import account_of
from parvis.community.actions.cases import send_to_inbox, unanswered_hours
from parvis.community.logic.errors import CommunityError
from parvis.community.permissions import get_question
from parvis.community.reads.cases import cases_page
from parvis.community.reads.members import member_of_account
from parvis.community.web.case_words import WHY
from parvis.community.web.desk_tabs import CASES, desk_tabs
from parvis.community.web.sentences import sentence
from parvis.foundation.clock import utc_now
from parvis.foundation.logic.typed import id_typed
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import screen


@screen(permission="community.moderate")
def cases(request: HttpRequest) -> HttpResponse:
    """The newest first."""
    page = cases_page(before=id_typed(request.GET.get("before", "")))
    shown = {
        "tabs": desk_tabs(request, chosen=CASES),
        "rows": [(one, WHY[one.why]) for one in page.rows],
        "before": page.before,
        "hours": unanswered_hours(),
        "may_set": account_of(request).may("community.manage"),
    }
    return render(request, "community/desk/cases.html", shown)


@screen(permission="community.answer", purpose="service", methods=("POST",))
def send(request: HttpRequest, question_id: int) -> HttpResponse:
    """Pass a question to colleagues who answer customers."""
    user = account_of(request)
    question = get_question(member_of_account(user), question_id)
    try:
        send_to_inbox(question, words=request.POST.get("words", ""), by=user, now=utc_now())
    except CommunityError as refused:
        say(request, sentence(refused), tone="danger")
    else:
        say(request, _("It is in the inbox with its thread. The answer comes back to the page."))
    return redirect(question.url)
