"""What an idea said at each time; the manner of questions (reads/history.py)."""

from __future__ import annotations

from parvis.community.models import Idea
from parvis.community.reads.history import MOST_VERSIONS, Version, compared, whole


def idea_versions(idea: Idea) -> list[Version]:
    """At most MOST_VERSIONS changes, the newest first, then the first wording."""
    changes = list(idea.revisions.select_related("by").order_by("-at", "-pk")[:MOST_VERSIONS])
    texts = [whole(idea.title, idea.text), *(whole(change.title, change.text) for change in changes)]
    shown = [
        Version(change.by.name, change.why, change.at, compared(texts[number + 1], texts[number]))
        for number, change in enumerate(changes)
    ]
    first = [(" ", line) for line in texts[-1]]
    return [*shown, Version(idea.author.name, "", idea.proposed_at, first)]
