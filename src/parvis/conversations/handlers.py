"""What conversations do when items come in, and when somebody puts a label right."""

from __future__ import annotations

from django.urls import reverse

from parvis.accounts.actions.push import notify
from parvis.accounts.events import AccountClosed
from parvis.accounts.logic.notices import ASSIGNED, MENTIONED
from parvis.accounts.models import User
from parvis.channels.events import ItemsChanged, ItemsReceived, ItemsWithdrawn
from parvis.community.actions.mail_in import take_mail
from parvis.community.events import (
    AcceptanceWithdrawn,
    AnswerAccepted,
    CaseGrew,
    QuestionNeedsHouse,
    TextEdited,
)
from parvis.conversations.actions.assign import hand_over_unresolved
from parvis.conversations.actions.change import change_messages
from parvis.conversations.actions.community_case import (
    grow_case,
    open_case,
    reopen_case,
    resolve_case,
    show_edited_answer,
)
from parvis.conversations.actions.label import set_sentiments
from parvis.conversations.actions.prove import take_codes
from parvis.conversations.actions.receive import store_messages
from parvis.conversations.actions.withdraw import withdraw_messages
from parvis.conversations.events import ColleaguesNamed, ConversationAssigned, MessagesReceived
from parvis.foundation.access import purpose
from parvis.foundation.audit import SYSTEM
from parvis.foundation.clock import utc_now
from parvis.foundation.events import subscribe
from parvis.labelling.events import LabelCorrected
from parvis.labelling.logic.texts import NewLabel


@subscribe(ItemsReceived)
def store_addressed_items(event: ItemsReceived) -> None:
    """What was said to us is a conversation."""
    if event.addressed:
        with purpose("service"):
            # Members write to the community by mail: what they address to it never becomes a conversation.
            take_mail(event.batch_id, now=utc_now())
            store_messages(event.batch_id, now=utc_now())


@subscribe(ItemsChanged)
def write_changed_messages(event: ItemsChanged) -> None:
    """What its author changed says here what it says there."""
    if event.addressed:
        with purpose("service"):
            change_messages(event.batch_id, now=utc_now())


@subscribe(MessagesReceived)
def look_for_codes(event: MessagesReceived) -> None:
    """Somebody may send back the code that proves whose handle it is."""
    with purpose("service"):
        take_codes(event.message_ids, now=utc_now())


@subscribe(ItemsWithdrawn)
def empty_withdrawn_messages(event: ItemsWithdrawn) -> None:
    """What its author took back is not kept, also where it was said to us."""
    with purpose("service"):
        withdraw_messages(event.connection_id, event.external_ids)


@subscribe(AccountClosed)
def hand_over_conversations(event: AccountClosed) -> None:
    """Nobody waits for an answer from somebody who left."""
    with purpose("service"):
        hand_over_unresolved(
            User.objects.get(pk=event.user_id),
            User.objects.filter(pk=event.heir_id or 0).first(),
            by=SYSTEM,
            now=utc_now(),
        )


@subscribe(LabelCorrected)
def show_corrected_message(event: LabelCorrected) -> None:
    """A person's word stands at once in the thread and in the list's mood."""
    if event.kind == "message":
        said = NewLabel(event.text_id, event.value, event.probability, event.model_version)
        set_sentiments([said], over_human=True)


@subscribe(ConversationAssigned)
def notify_assignee(event: ConversationAssigned) -> None:
    """On their devices, if they want it."""
    user = User.objects.get(pk=event.user_id)
    notify(user, about=ASSIGNED, path=reverse("conversation", args=(event.conversation_id,)))


@subscribe(ColleaguesNamed)
def notify_named(event: ColleaguesNamed) -> None:
    """On the devices of whoever a note names."""
    path = reverse("conversation", args=(event.conversation_id,))
    for user in User.objects.filter(pk__in=event.user_ids):
        notify(user, about=MENTIONED, path=path)


@subscribe(QuestionNeedsHouse)
def open_case_of_community(event: QuestionNeedsHouse) -> None:
    """A question that the house looks after is a conversation with its whole thread."""
    with purpose("service"):
        open_case(event.case_id, event.batch_id, now=utc_now())


@subscribe(CaseGrew)
def grow_case_of_community(event: CaseGrew) -> None:
    """What others said meanwhile is read before answering."""
    with purpose("service"):
        grow_case(event.case_id, event.batch_id, now=utc_now())


@subscribe(AnswerAccepted)
def resolve_case_of_community(event: AnswerAccepted) -> None:
    """What customers solved among themselves waits for nobody."""
    resolve_case(event.question_id, event.answer_id, now=utc_now())


@subscribe(AcceptanceWithdrawn)
def reopen_case_of_community(event: AcceptanceWithdrawn) -> None:
    reopen_case(event.question_id, now=utc_now())


@subscribe(TextEdited)
def show_edited_answer_of_ours(event: TextEdited) -> None:
    """What an employee changed on the page says so in the inbox."""
    if event.answer_id:
        show_edited_answer(event.answer_id, now=utc_now())
