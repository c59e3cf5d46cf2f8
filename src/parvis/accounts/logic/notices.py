"""What a device may show a notice of. A notice says that something waits and where, never anybody's words."""

from __future__ import annotations

ASSIGNED = "assigned"  # somebody gave me a conversation
MENTIONED = "mentioned"  # a colleague named me in a note
ALARM = "alarm"  # something unusual is said about us
NOTICES = (ASSIGNED, MENTIONED, ALARM)


def every_notice() -> list[str]:
    return list(NOTICES)
