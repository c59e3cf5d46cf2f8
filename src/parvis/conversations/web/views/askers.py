"""Inviting who asks in the inbox to the community: the words stand in the answer, and a person sends it or does not."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import override

from parvis.accounts.permissions import account_of
from parvis.community.models import Board
from parvis.community.permissions import get_question
from parvis.community.reads.notice_links import absolute
from parvis.conversations.models import Conversation
from parvis.conversations.reads.askers import askers
from parvis.foundation.clock import utc_now
from parvis.foundation.logic.typed import id_typed
from parvis.foundation.web.screens import screen

SPOKEN = ("en", "fr")


@screen(permission="conversations.answer", purpose="service")
def asker_list(request: HttpRequest) -> HttpResponse:
    """Each with the nearest question of the community: invite them, show them that one, or ask it oneself."""
    user = account_of(request)
    board = Board.objects.filter(pk=id_typed(request.GET.get("board", "")) or 0, is_private=False).first()
    rows = [
        (one, _ask_address(one.question, board), _there(one.question, board))
        for one in askers(user, now=utc_now())
    ]
    shown = {"rows": rows, "board": board, "may_ask": user.may("community.answer")}
    return render(request, "conversations/askers.html", shown)


def proposed_words(request: HttpRequest, conversation: Conversation) -> str:
    """What ?invite= or ?show= puts into the answer, in the customer's language; nothing without them."""
    language = conversation.language if conversation.language in SPOKEN else request.LANGUAGE_CODE
    if known := id_typed(request.GET.get("show", "")):
        question = get_question(None, known)
        with override(language):
            return (
                _("Other customers have answered this one in our community:") + f"\n{absolute(question.url)}"
            )
    if asked := request.GET.get("invite", "")[:200]:
        board = Board.objects.filter(pk=id_typed(request.GET.get("board", "")) or 0, is_private=False).first()
        with override(language):
            words = _(
                "Others may have the same question, and know more than one answer. You can ask it here:"
            )
        return f"{words}\n{absolute(_ask_address(asked, board))}"
    return ""


def _ask_address(question: str, board: Board | None) -> str:
    named = {"title": question, **({"board": board.slug} if board else {})}
    return f"/community/ask/?{urlencode(named)}"


def _there(question: str, board: Board | None) -> str:
    return urlencode({"invite": question, **({"board": board.pk} if board else {})})
