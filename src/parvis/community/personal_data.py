"""The personal data of members."""

from __future__ import annotations

from parvis.foundation.logic.personal_data import PersonalData

DECLARATION = PersonalData(
    tables={
        "community_member": "The name and words a member chose to show; until they leave.",
        "community_member_contact": "Where a member is reached and what they want to hear of; until they leave.",
        "community_log_in_code": "That a code was sent, under keyed hashes; for an hour.",
        "community_question": "What a member asked in public.",
        "community_answer": "What a member answered in public.",
        "community_revision": "What a public text said before it was changed.",
        "community_me_too": "That a member has the same question; until they take it back or leave.",
        "community_helpful_vote": "What a member found helpful; until they take it back or leave.",
        "community_follow": "What a member wants to hear of; until they leave.",
        "community_draft": "What a member is writing; until it is sent or they leave.",
        "community_read_before": "What was opened before a question was asked; with the question.",
        "community_day_of_reading": "How much a member read on a day, for their level of trust; until they leave.",
    }
)
