"""What status a conversation has when messages came in. A human's own choice is only ever overruled by a
customer who speaks again."""

from __future__ import annotations

OPEN, PENDING, SNOOZED, RESOLVED = "open", "pending", "snoozed", "resolved"
STATUSES = (OPEN, PENDING, SNOOZED, RESOLVED)


def status_of_new(*, is_waiting: bool, last_is_inbound: bool, is_history: bool) -> str:
    """Of a thread seen for the first time.

    is_waiting: a customer's message has no answer. last_is_inbound: the last word is not ours (an automatic
    mail is nobody's question but somebody should see it). is_history: an import, whose answered threads are
    over; elsewhere an answered thread waits for the customer.
    """
    if is_waiting or last_is_inbound:
        return OPEN
    return RESOLVED if is_history else PENDING


def status_after(
    status: str, *, has_new_question: bool, has_new_answer: bool, is_waiting: bool, is_history: bool
) -> str:
    """Of a known conversation after new messages.

    has_new_question: a customer's message among them is newer than every answer → open, whatever it was.
    has_new_answer: an answer given elsewhere arrived and nothing waits any more → as answered, if it was open.
    """
    if has_new_question:
        return OPEN
    if status == OPEN and has_new_answer and not is_waiting:
        return RESOLVED if is_history else PENDING
    return status
