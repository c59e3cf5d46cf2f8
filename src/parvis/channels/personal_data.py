"""The personal data that connections hold, and for how long."""

from __future__ import annotations

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
        "channels_import_run": "Which colleague imported which file.",
    }
)
