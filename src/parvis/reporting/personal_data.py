"""Whom reports are sent to. What a report says names nobody."""

from __future__ import annotations

from parvis.foundation.logic.personal_data import PersonalData

DECLARATION = PersonalData(
    tables={
        "reporting_report": "Which colleague made a report, as it shows what they may see.",
        "reporting_quote": "Which posts were chosen for a report, by which colleague; their words are not copied.",
        "reporting_recipient": "To whom a report is sent: colleagues, and addresses outside that somebody typed.",
        "reporting_delivery": "Which address got which edition, to send none twice; for thirteen months.",
        "reporting_shared_link": "Which colleague made a link; nothing of those who open it.",
    }
)
