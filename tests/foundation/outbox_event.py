from dataclasses import dataclass

from parvis.foundation.events import Event


@dataclass(frozen=True, slots=True)
class SomethingHappened(Event):
    number: int
