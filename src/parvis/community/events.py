"""What happened in the community, for whoever subscribes above. Ids only."""

from __future__ import annotations

from dataclasses import dataclass

from parvis.foundation.events import Event


@dataclass(frozen=True, slots=True)
class MemberJoined(Event):
    member_id: int


@dataclass(frozen=True, slots=True)
class QuestionAsked(Event):
    question_id: int


@dataclass(frozen=True, slots=True)
class AnswerWritten(Event):
    answer_id: int


@dataclass(frozen=True, slots=True)
class TextEdited(Event):
    """A question (answer_id 0) or an answer says something else now."""

    question_id: int
    answer_id: int


@dataclass(frozen=True, slots=True)
class AnswerAccepted(Event):
    question_id: int
    answer_id: int


@dataclass(frozen=True, slots=True)
class AcceptanceWithdrawn(Event):
    question_id: int
    answer_id: int


@dataclass(frozen=True, slots=True)
class MemberLeft(Event):
    member_id: int


@dataclass(frozen=True, slots=True)
class TextWithheld(Event):
    restriction_id: int


@dataclass(frozen=True, slots=True)
class TextRestored(Event):
    restriction_id: int
