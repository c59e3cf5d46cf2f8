"""What a device may show a notice of. A notice says that something waits and where, never anybody's words."""

from __future__ import annotations

ASSIGNED = "assigned"  # somebody gave me a conversation
MENTIONED = "mentioned"  # a colleague named me in a note
NOTICES = (ASSIGNED, MENTIONED)


def every_notice() -> list[str]:
    return list(NOTICES)
