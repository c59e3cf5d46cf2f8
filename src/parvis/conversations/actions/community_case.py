"""A question of the community as a conversation: opened, grown, resolved when its asker found the answer.

The messages come by the same way as any batch; what is special is why it is here, said in a note, and the record
of a member who linked theirs.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from parvis.accounts.models import User
from parvis.community.actions.cases import unanswered_hours
from parvis.community.actions.house_source import KIND
from parvis.community.logic.texts_elsewhere import name_of_text
from parvis.community.models import Answer, Case, Member, Question
from parvis.community.reads.notice_links import absolute
from parvis.conversations.actions.change_status import change_status
from parvis.conversations.actions.hold import hold
from parvis.conversations.actions.receive import store_messages
from parvis.conversations.actions.recount import recount
from parvis.conversations.actions.tell import tell_changed
from parvis.conversations.models import Conversation, Message, Status, ThreadReference
from parvis.foundation.audit import SYSTEM
from parvis.listening.models import Mention


def open_case(case_id: int, batch_id: int, *, now: datetime) -> Conversation | None:
    """Take the thread in and note why it is here. Doing it again changes nothing."""
    case = Case.objects.select_related("question__author").get(pk=case_id)
    with transaction.atomic():
        store_messages(batch_id, now=now)
        found = conversation_of(case.question)
        if found is None:
            return None
        conversation = hold(found)
        _know_author(conversation, case.question)
        _point_to_mention(conversation, case.question)
        _note(conversation, _why(case), key=f"case-{case.pk}", language=case.question.language, now=now)
        return conversation


def grow_case(case_id: int, batch_id: int, *, now: datetime) -> None:
    """What was said under the question since."""
    case = Case.objects.select_related("question__author").get(pk=case_id)
    with transaction.atomic():
        store_messages(batch_id, now=now)
        found = conversation_of(case.question)
        if found is not None:
            _know_author(hold(found), case.question)


def resolve_case(question_id: int, answer_id: int, *, now: datetime) -> None:
    """The asker found the answer: said in a note, and the conversation is done."""
    question = Question.objects.filter(pk=question_id).first()
    answer = Answer.objects.select_related("author").filter(pk=answer_id).first()
    conversation = conversation_of(question) if question else None
    if question is None or answer is None or conversation is None:
        return
    with transaction.atomic(), override(_spoken(question.language)):
        names = {"name": answer.author.name}
        words = (
            _("Solved: the answer of %(name)s was accepted on the page.") % names
            if answer.author.staff_id
            else _("Solved among customers: the answer of %(name)s was accepted on the page.") % names
        )
        held = hold(conversation)
        _note(held, words, key=f"solved-{answer.pk}", language=question.language, now=now)
        if held.status != Status.RESOLVED:
            change_status(held, Status.RESOLVED, by=SYSTEM, now=now)


def reopen_case(question_id: int, *, now: datetime) -> None:
    """The asker took the acceptance back."""
    question = Question.objects.filter(pk=question_id).first()
    conversation = conversation_of(question) if question else None
    if question is None or conversation is None:
        return
    with transaction.atomic(), override(_spoken(question.language)):
        held = hold(conversation)
        key = f"unsolved-{question.pk}-{now:%Y%m%d%H%M%S}"
        _note(held, _("No longer solved: the acceptance was taken back on the page."), key=key,
              language=question.language, now=now)  # fmt: skip
        if held.status == Status.RESOLVED:
            change_status(held, Status.OPEN, by=SYSTEM, now=now)


def show_edited_answer(answer_id: int, *, now: datetime) -> None:
    """An answer of ours was changed on the page: the message says what stands there. Customers' texts come by the
    channel itself."""
    answer = Answer.objects.select_related("author").filter(pk=answer_id, author__staff__isnull=False).first()
    if answer is None:
        return
    with transaction.atomic():
        message = (
            Message.objects.select_for_update(of=("self",))
            .select_related("conversation")
            .filter(
                connection__kind=KIND, external_id=name_of_text(Answer.kind, answer.pk), kind=Message.OUTBOUND
            )
            .first()
        )
        if message is None or message.text == answer.text:
            return
        message.text, message.edited_at = answer.text, now
        message.save(update_fields=["text", "edited_at"])
        recount([message.conversation_id])
        tell_changed(message.conversation, what="edited")


def conversation_of(question: Question) -> Conversation | None:
    found = (
        ThreadReference.objects.filter(
            connection__kind=KIND, external_id=name_of_text(Question.kind, question.pk)
        )
        .select_related("conversation")
        .first()
    )
    return found.conversation if found else None


def _know_author(conversation: Conversation, question: Question) -> None:
    """Members who linked their record are known by it; all others by their name on the page alone."""
    handles = {
        handle: pk
        for pk, handle in Message.objects.filter(
            conversation=conversation, kind=Message.INBOUND, identity__channel=KIND
        ).values_list("identity_id", "identity__handle")
    }
    linked = Member.objects.filter(pk__in=[int(h) for h in handles if h.isdigit()], identity__isnull=False)
    for member in linked:
        known_as = handles[str(member.pk)]
        Message.objects.filter(conversation=conversation, identity_id=known_as).update(
            identity_id=member.identity_id
        )
        Conversation.objects.filter(pk=conversation.pk, identity_id=known_as).update(
            identity_id=member.identity_id
        )


def _point_to_mention(conversation: Conversation, question: Question) -> None:
    """Whoever opens the mention is led here."""
    mention_id = (
        Mention.objects.filter(
            connection_id=conversation.connection_id or 0,
            external_id=name_of_text(Question.kind, question.pk),
        )
        .values_list("pk", flat=True)
        .first()
    )
    taken = Conversation.objects.filter(mention_id=mention_id, merged_into=None).exists()
    if mention_id and conversation.mention_id is None and not taken:
        Conversation.objects.filter(pk=conversation.pk).update(mention_id=mention_id)


def _why(case: Case) -> str:
    with override(_spoken(case.question.language)):
        link = absolute(case.question.url)
        if case.why == Case.UNANSWERED:
            hours = unanswered_hours()
            words = ngettext(
                "From the community: nobody has answered for %(n)d hour.",
                "From the community: nobody has answered for %(n)d hours.",
                hours,
            ) % {"n": hours}
        elif case.why == Case.DIFFICULTY:
            words = _("From the community: somebody in difficulty asks.")
        else:
            user = User.objects.filter(pk=case.by_id or 0).first()
            words = _("From the community, sent by %(name)s.") % {"name": user.name if user else "–"}
        public = _("What you answer is published on the page under your name.")
        return "\n\n".join(filter(None, (words, case.words, public, link)))


def _note(conversation: Conversation, text: str, *, key: str, language: str, now: datetime) -> None:
    if Message.objects.filter(conversation=conversation, kind=Message.NOTE, external_id=key).exists():
        return
    Message.objects.create(
        conversation=conversation,
        kind=Message.NOTE,
        external_id=key,
        text=text,
        language=_spoken(language),
        sent_at=now,
        created_at=now,
    )
    tell_changed(conversation, what="note")


def _spoken(language: str) -> str:
    """Notes stand in the language of the thread that they are about."""
    return language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
