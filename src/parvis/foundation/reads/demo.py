"""How much the demo company holds, to be said before it is removed."""

from __future__ import annotations

from dataclasses import dataclass

from django.apps import apps

# The capabilities that own these tables stand above: they are looked up by name and may be absent.
COUNTED = (
    "people.Person",
    "conversations.Conversation",
    "conversations.Message",
    "listening.Mention",
    "channels.Connection",
    "accounts.User",
)


@dataclass(frozen=True, slots=True)
class DemoCount:
    kind: str
    count: int


def demo_counts() -> list[DemoCount]:
    """Rows of each kind; needs a purpose, as persons are among them."""
    counts = []
    for name in COUNTED:
        try:
            model = apps.get_model(name)
        except LookupError:
            continue
        counts.append(DemoCount(name.rsplit(".", 1)[1].lower(), model._default_manager.count()))
    return counts
