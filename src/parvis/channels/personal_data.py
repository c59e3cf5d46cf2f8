"""The personal data that connections hold, and for how long."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from parvis.channels.actions.forget import erase_words, find_words, forget_waiting
from parvis.channels.reads.recipients import recipients
from parvis.foundation.logic.personal_data import PersonalData

DECLARATION = PersonalData(
    tables={
        "channels_batch": (
            "What was received, until the capability that owns it has stored it (usually seconds); "
            "the content is then removed from the batch."
        ),
        "channels_receipt": (
            "The channel's identifier of everything received, so that nothing is taken in twice; no text, no name."
        ),
        "channels_rejected_input": (
            "How a row begins that could not be read, so that its sender's export can be put right; "
            "removed with its import."
        ),
        "channels_connection": "The log-in of the company's own mailboxes, encrypted.",
        "channels_source_state": "How well a source hears: times and counts, nothing of what was said.",
        "channels_spending": "How many posts were read where reading costs.",
        "channels_spent_once": "The channel's identifiers of what was paid for that day; gone after two days.",
        "channels_import_run": "Which colleague imported which file.",
    },
    erase=forget_waiting,
    find_words=find_words,
    erase_words=erase_words,
    titles={"channels_batch": _("items not stored yet"), "channels_rejected_input": _("refused rows")},
    recipients=recipients,
)
