"""Answering, leaving a note, trying again."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from parvis.accounts.permissions import account_of
from parvis.community.actions.article_reading import note_articles_used
from parvis.conversations.actions.attach import keep_upload
from parvis.conversations.actions.change_status import change_status
from parvis.conversations.actions.deliver import retry_delivery
from parvis.conversations.actions.note import write_note
from parvis.conversations.actions.reply import reply
from parvis.conversations.logic.errors import AnsweredMeanwhile, ConversationError, FileTooLarge
from parvis.conversations.logic.outgoing import MOST_BYTES, MOST_FILES, megabytes
from parvis.conversations.models import Conversation, Status, Upload
from parvis.conversations.permissions import can_answer, get_conversation, get_message
from parvis.conversations.web.sentences import sentence_of
from parvis.conversations.web.views.conversation import conversation_page
from parvis.foundation.clock import utc_now
from parvis.foundation.logic.typed import id_typed
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import actor_of, screen


@screen(permission="conversations.answer", purpose="service", methods=("POST",))
def send_reply(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Send, or send and resolve. What could not be sent is shown again with the reason, nothing is lost."""
    user = account_of(request)
    found = get_conversation(user, conversation_id)
    if not can_answer(user, found):
        return _refused(request, found, _("This conversation was joined into another one."))
    text = request.POST.get("text", "")
    if request.POST.get("kind") == "note":
        return _note(request, found, text)
    uploads, fault = _uploads(request, found)
    seen = "" if request.POST.get("confirm") == "1" else request.POST.get("seen", "")
    now = utc_now()
    try:
        if fault is not None:
            raise fault
        sent = reply(
            found, text, by=user, now=now,
            seen_id=id_typed(seen) if seen else None,
            once=_once(request),
            upload_ids=[one.pk for one in uploads],
        )  # fmt: skip
    except ConversationError as error:
        return conversation_page(
            request,
            found,
            draft=text,
            uploads=uploads,
            refusal=sentence_of(error),
            asks_confirmation=isinstance(error, AnsweredMeanwhile),
            http_status=409 if isinstance(error, AnsweredMeanwhile) else 422,
        )
    if sent.created_at == now:  # not the same sending once more
        note_articles_used(
            [one for one in map(id_typed, request.POST.getlist("article")[:10]) if one], now=now
        )
    if request.POST.get("then") == "resolve":
        change_status(found, Status.RESOLVED, by=actor_of(request), now=now)
        undo = reverse("conversation-status", args=[found.pk]) + "?status=open"
        say(request, _("Sent, and resolved"), undo_url=undo)
    return _back(request, found)


@screen(permission="conversations.answer", purpose="service", methods=("POST",))
def leave_note(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """A note among us."""
    user = account_of(request)
    found = get_conversation(user, conversation_id)
    return _note(request, found, request.POST.get("text", ""))


def _note(request: HttpRequest, found: Conversation, text: str) -> HttpResponse:
    try:
        write_note(found, text, by=account_of(request), now=utc_now(), once=_once(request))
    except ConversationError as error:
        return conversation_page(
            request, found, draft=text, refusal=sentence_of(error), is_note=True, http_status=422
        )
    return _back(request, found)


@screen(permission="conversations.answer", purpose="service", methods=("POST",))
def retry(request: HttpRequest, message_id: int) -> HttpResponse:
    """Send an answer again that was not sent."""
    message = get_message(account_of(request), message_id)
    try:
        retry_delivery(message, by=actor_of(request), now=utc_now())
    except ConversationError as error:
        say(request, sentence_of(error), tone="warning")
    return _back(request, message.conversation)


def _uploads(request: HttpRequest, found: Conversation) -> tuple[list[Upload], ConversationError | None]:
    """Files that were kept before and those chosen now, and why one of them was not taken."""
    user, now = account_of(request), utc_now()
    ids = [id_typed(each) for each in request.POST.getlist("upload")[:MOST_FILES]]
    kept = list(Upload.objects.filter(conversation=found, author=user, pk__in=ids).order_by("id"))
    if getattr(request, "is_upload_too_large", False):
        return kept, FileTooLarge(name="", limit=megabytes(MOST_BYTES))
    fault: ConversationError | None = None
    for file in request.FILES.getlist("files"):
        try:
            kept.append(keep_upload(found, file.name or "", file.read(), by=user, now=now))
        except ConversationError as error:
            fault = fault or error
    return kept, fault


def _once(request: HttpRequest) -> str:
    """The name that the page gave to this writing."""
    return request.POST.get("once", "").replace("\x00", "")[:32]


def _refused(request: HttpRequest, found: Conversation, sentence: str) -> HttpResponse:
    say(request, sentence, tone="warning")
    return _back(request, found)


def _back(request: HttpRequest, found: Conversation) -> HttpResponse:
    query = request.META.get("QUERY_STRING", "")
    address = reverse("conversation", args=[found.pk])
    return HttpResponseRedirect(f"{address}?{query}#last" if query else f"{address}#last")
