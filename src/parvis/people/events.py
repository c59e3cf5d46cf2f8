"""What happened to persons, told to the capabilities above. Ids only: who may read the rest reads it there."""

from __future__ import annotations

from dataclasses import dataclass

from parvis.foundation.events import Event


@dataclass(frozen=True, slots=True)
class PersonCreated(Event):
    person_id: int


@dataclass(frozen=True, slots=True)
class PersonChanged(Event):
    person_id: int
    fields: list[str]


@dataclass(frozen=True, slots=True)
class LinksMade(Event):
    """A batch: the n-th identity is now the n-th person's."""

    identity_ids: list[int]
    person_ids: list[int]


@dataclass(frozen=True, slots=True)
class LinkEnded(Event):
    """The identity speaks for nobody now; person_id is whose it was."""

    identity_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class ConsentChanged(Event):
    person_id: int
    purpose: str
    channel: str
    is_given: bool


@dataclass(frozen=True, slots=True)
class PersonsJoined(Event):
    """Two records are one human's now; person_id stands for all their records from here on."""

    older_id: int
    newer_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class PersonsParted(Event):
    """The join of these two records has ended; whoever keeps something per human looks at both again."""

    older_id: int
    newer_id: int


@dataclass(frozen=True, slots=True)
class RightsRequestReceived(Event):
    """Somebody asks by right; who and in which words stays at the desk."""

    request_id: int
    right: str


@dataclass(frozen=True, slots=True)
class RightsRequestClosed(Event):
    """state: answered, refused, withdrawn."""

    request_id: int
    right: str
    state: str


@dataclass(frozen=True, slots=True)
class CustomersImported(Event):
    """A file of customers was kept: one event for all its records."""

    import_id: int
    created: int
    changed: int
