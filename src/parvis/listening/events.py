"""What happened in listening."""

from __future__ import annotations

from dataclasses import dataclass

from parvis.foundation.events import Event


@dataclass(frozen=True, slots=True)
class MentionsStored(Event):
    """A batch of mentions was labelled and stored; ids from first to last, in the batch's order."""

    batch_id: int
    mention_ids: list[int]


@dataclass(frozen=True, slots=True)
class AlarmRaised(Event):
    """Something unusual was found and told. query_id 0: in everything that is heard; hour: its start, ISO 8601."""

    alarm_id: int
    query_id: int
    kind: str
    severity: str
    hour: str
