"""What an upper capability adds to the page of a person: a figure, what it means, and the act it ends in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PersonPanel:
    """A function of settings.PERSON_PANELS, f(user, identity_ids) -> list[PersonPanel], returns these.

    figure is already written for the reader ("2"); the words are translated; url may be empty.
    """

    key: str
    title: str
    figure: str
    sentence: str = ""
    url: str = ""
    act_label: str = ""
    icon: str = ""
