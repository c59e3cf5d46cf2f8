"""Who sees and may do what. A queue without a team is everybody's who works here; partners see their teams'."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import Http404

from parvis.accounts.models import User
from parvis.conversations.models import Attachment, Conversation, Message, Queue


def is_partner_only(user: User) -> bool:
    """Whether the account belongs to another company: it sees what its teams were given, nothing else."""
    return set(user.roles) == {"partner"}


def visible_queues(user: User) -> QuerySet[Queue]:
    """Queues whose conversations the user may read."""
    if user.may("conversations.view_all"):
        return Queue.objects.all()
    if not user.may("conversations.view"):
        return Queue.objects.none()
    own = Q(team_id__in=user.team_ids)
    return Queue.objects.filter(own if is_partner_only(user) else own | Q(team__isnull=True))


def receiving_queues(user: User) -> QuerySet[Queue]:
    """Queues that the user may hand a conversation to: any of the house, so that it reaches whoever can help,
    read by them or not. Partners hand over among their own."""
    return visible_queues(user) if is_partner_only(user) else Queue.objects.all()


def visible_to(user: User) -> QuerySet[Conversation]:
    """Conversations the user may read: those of visible queues, and those assigned to them."""
    if user.may("conversations.view_all"):
        return Conversation.objects.all()
    if not user.may("conversations.view"):
        return Conversation.objects.none()
    return Conversation.objects.filter(Q(queue__in=visible_queues(user)) | Q(assignee=user))


def get_conversation(user: User, conversation_id: int) -> Conversation:
    """The conversation, with what a page shows of it. Raises Http404 for strangers as for nobody's."""
    found = (
        visible_to(user)
        .select_related("queue", "assignee", "identity", "connection", "merged_into")
        .filter(pk=conversation_id)
        .first()
    )
    if found is None:
        raise Http404
    return found


def get_message(user: User, message_id: int) -> Message:
    """A message of a conversation that the user may read. Raises Http404."""
    found = (
        Message.objects.select_related("conversation")
        .filter(pk=message_id, conversation__in=visible_to(user))
        .first()
    )
    if found is None:
        raise Http404
    return found


def get_attachment(user: User, attachment_id: int) -> Attachment:
    """A file of a conversation that the user may read. Raises Http404."""
    found = Attachment.objects.filter(pk=attachment_id, message__conversation__in=visible_to(user)).first()
    if found is None:
        raise Http404
    return found


def can_answer(user: User, conversation: Conversation) -> bool:
    """Whether they may write to the customer, take it, change its status, leave a note."""
    return user.may("conversations.answer") and conversation.merged_into_id is None


def can_assign(user: User, conversation: Conversation) -> bool:
    """Whether they may give it to somebody else, or take it away from somebody else."""
    return user.may("conversations.assign") and conversation.merged_into_id is None


def can_manage_queues(user: User) -> bool:
    return user.may("connections.manage") or (
        user.may("conversations.view_all") and user.may("conversations.assign")
    )


def may_be_assigned(user: User, conversation: Conversation) -> bool:
    """Whether the account can work on it at all."""
    return (
        user.is_active
        and user.may("conversations.answer")
        and visible_queues(user).filter(pk=conversation.queue_id).exists()
    )
