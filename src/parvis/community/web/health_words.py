"""Health in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import pgettext_lazy

# Name → (label, unit, what it is).
FACTORS: dict[str, tuple[Any, Any, Any]] = {
    "members": (
        pgettext_lazy("health", "Members"),
        pgettext_lazy("health", "joined in 4 weeks"),
        pgettext_lazy("health", "Who joined; a pulse of how well the place is found."),
    ),
    "content": (
        pgettext_lazy("health", "Content"),
        pgettext_lazy("health", "texts weighted by reading, 4 weeks"),
        pgettext_lazy("health", "Each text counts with the logarithm of how often its page was read."),
    ),
    "traffic": (
        pgettext_lazy("health", "Traffic"),
        pgettext_lazy("health", "pages read in 4 weeks"),
        pgettext_lazy("health", "Read by people: crawlers do not run the script that counts."),
    ),
    "liveliness": (
        pgettext_lazy("health", "Liveliness"),
        pgettext_lazy("health", "texts a board a week"),
        pgettext_lazy("health", "Too many boards make every one of them look empty."),
    ),
    "interaction": (
        pgettext_lazy("health", "Interaction"),
        pgettext_lazy("health", "people × texts, mean of a question"),
        pgettext_lazy("health", "How many people talk, and how far, under one question in a week."),
    ),
    "responsiveness": (
        pgettext_lazy("health", "Responsiveness"),
        pgettext_lazy("health", "hours between two texts, median"),
        pgettext_lazy("health", "How long one waits for the next text; less is better."),
    ),
}
STATES: dict[str, Any] = {
    "not-enough": pgettext_lazy("health", "Not enough data yet: it takes four full weeks."),
    "alive": pgettext_lazy("health", "The place is alive."),
    "at-risk": pgettext_lazy("health", "Something is missing. Each sign names its remedy."),
    "dying": pgettext_lazy("health", "This place is becoming a ghost town. Act this week."),
}
# What is called otherwise where one board is looked at.
BOARD_FACTORS: dict[str, tuple[Any, Any, Any]] = {
    "members": (
        pgettext_lazy("health", "Newcomers"),
        pgettext_lazy("health", "wrote here first, in 4 weeks"),
        pgettext_lazy("health", "Who wrote on this board for the first time, whenever they joined."),
    ),
    "liveliness": (
        pgettext_lazy("health", "Liveliness"),
        pgettext_lazy("health", "texts a week"),
        pgettext_lazy("health", "A board where something is said each day is looked at again."),
    ),
}
BOARD_STATES: dict[str, Any] = {
    "not-enough": pgettext_lazy(
        "health", "Not enough data yet: it takes four full weeks since its first question."
    ),
    "alive": pgettext_lazy("health", "This board is alive."),
    "at-risk": pgettext_lazy("health", "Something is missing on this board. Each sign names its remedy."),
    "dying": pgettext_lazy("health", "This board is becoming a ghost town. Act this week."),
}
SIGNS: dict[str, Any] = {
    "few-replies": pgettext_lazy(
        "health", "of the questions get an answer; below 60 % askers do not come back."
    ),
    "few-writers": pgettext_lazy("health", "people write in a week; below ten, one absence is felt."),
    "staff-alone": pgettext_lazy(
        "health", "of the answers come from the company: customers do not help each other here."
    ),
    "one-member": pgettext_lazy("health", "of the answers come from one member: the place hangs on them."),
    "no-return": pgettext_lazy("health", "of the newcomers write a second time within a month."),
    "silent-boards": pgettext_lazy("health", "of the boards have fewer than four texts in four weeks."),
    "shrinking": pgettext_lazy("health", "of its own past weeks were as quiet as these four."),
}
BOARD_SIGNS: dict[str, Any] = {
    "silent": pgettext_lazy("health", "texts in the last four full weeks: who comes by finds nobody."),
    "few-writers": pgettext_lazy("health", "people write here in a week; a conversation takes three."),
    "one-member": pgettext_lazy("health", "of the answers come from one member: the board hangs on them."),
    "no-return": pgettext_lazy("health", "of those who are new here write here again within a month."),
}
ACTS: dict[str, Any] = {
    "fuse-boards": pgettext_lazy("health", "Fuse boards"),
    "seed-questions": pgettext_lazy("health", "Ask a question that customers asked elsewhere"),
    "call-super-users": pgettext_lazy("health", "Ask super-users to answer"),
    "invite-askers": pgettext_lazy("health", "Invite who asks in the inbox"),
    "welcome": pgettext_lazy("health", "Welcome newcomers’ first texts"),
}
TIMES: tuple[tuple[float, Any], ...] = (
    (1, pgettext_lazy("health", "1 hour")),
    (4, pgettext_lazy("health", "4 hours")),
    (24, pgettext_lazy("health", "1 day")),
    (72, pgettext_lazy("health", "3 days")),
    (168, pgettext_lazy("health", "7 days")),
)
