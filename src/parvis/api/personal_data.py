"""The personal data of the machine interface: next to none, and for a day."""

from __future__ import annotations

from parvis.api.reads.recipients import recipients
from parvis.foundation.logic.personal_data import PersonalData

DECLARATION = PersonalData(
    tables={
        "api_remembered_answer": (
            "What a write answered, encrypted, for 24 hours: a program that repeats its request after a lost "
            "answer gets the same one, and nothing happens twice."
        ),
        "api_request_count": "How often a token or an address asked within the last minute, under a keyed hash.",
        "api_webhook_endpoint": "Whose addresses are told what happens here; the secret is encrypted.",
        "api_webhook_delivery": "What they were told: kinds of events and ids, nobody's words; 30 days.",
        "api_webhook_attempt": "What they answered, cut to 2,000 characters; 30 days.",
    },
    recipients=recipients,
)
