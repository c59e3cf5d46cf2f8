"""When a question goes to the inbox by itself, and the mailbox by which members may write."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from parvis.accounts.permissions import account_of
from parvis.community.actions.cases import MOST_HOURS, set_unanswered_hours, unanswered_hours
from parvis.community.actions.mailbox import choose_mailbox
from parvis.community.logic.errors import CommunityError
from parvis.community.reads.boards import boards_with_health
from parvis.community.reads.notice_links import asks_for_checks, mailbox, mailboxes, public_ask_addresses
from parvis.community.web.sentences import sentence
from parvis.foundation.clock import utc_now
from parvis.foundation.logic.typed import id_typed
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import screen


@screen(permission="community.manage")
def inbox_and_mail(request: HttpRequest) -> HttpResponse:
    """Both settings, and the addresses that may be told to anybody."""
    shown = {
        "hours": unanswered_hours(),
        "most_hours": MOST_HOURS,
        "mailboxes": mailboxes(),
        "mailbox": mailbox(),
        "asks_for_checks": asks_for_checks(),
        "addresses": public_ask_addresses(boards_with_health()),
    }
    return render(request, "community/desk/mail.html", shown)


@screen(permission="community.manage", methods=("POST",))
def hours(request: HttpRequest) -> HttpResponse:
    """After how many hours without an answer a question goes to the inbox."""
    typed = request.POST.get("hours", "").strip()
    if not typed.isdigit() or int(typed) > MOST_HOURS:
        say(request, _("Write a number of hours from 0 to %(most)d.") % {"most": MOST_HOURS}, tone="danger")
    else:
        set_unanswered_hours(int(typed), by=account_of(request), now=utc_now())
        say(request, _("Saved."))
    return redirect("community-desk-mail")


@screen(permission="community.manage", methods=("POST",))
def by_mail(request: HttpRequest) -> HttpResponse:
    """By which mailbox members may write; none: they answer on the page."""
    try:
        choose_mailbox(
            id_typed(request.POST.get("mailbox", "")),
            asks_for_checks=request.POST.get("checks") == "1",
            by=account_of(request),
            now=utc_now(),
        )
    except CommunityError as refused:
        say(request, sentence(refused), tone="danger")
    else:
        say(request, _("Saved."))
    return redirect("community-desk-mail")
