"""The format in which a community comes in and goes out: JSON Lines, one object a line.

Documented for whoever writes one in docs/operator/community-exchange.md. A line names only what stands above it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from parvis.community.logic.markdown import MOST_CHARACTERS

LONGEST_LINE = 1_000_000  # characters
_PICTURE = re.compile(r"!(\[[^\]]*\]\(https?://)")

Key = Annotated[str, Field(min_length=1, max_length=200)]
Language = Annotated[str, Field(max_length=5, pattern=r"^([a-z]{2,3})?$")]
Text = Annotated[str, Field(min_length=1, max_length=MOST_CHARACTERS)]


class Line(BaseModel):
    """What all lines have in common: nothing unknown in them, and text without NUL, which no database keeps."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class BoardLine(Line):
    type: Literal["board"]
    id: Key
    name: Annotated[str, Field(min_length=1, max_length=80)]
    about: Annotated[str, Field(max_length=300)] = ""
    language: Language = ""
    is_private: bool = False


class MemberLine(Line):
    type: Literal["member"]
    id: Key
    name: Annotated[str, Field(min_length=1, max_length=200)]
    about: Annotated[str, Field(max_length=500)] = ""
    language: Language = ""
    joined_at: AwareDatetime
    trust: Annotated[int, Field(ge=0, le=3)] = 1  # leaders are made by hand
    email: Annotated[str, Field(max_length=254, pattern=r"^[^\s@]+@[^\s@]+\.[^\s@]+$")] | None = None


class QuestionLine(Line):
    type: Literal["question"]
    id: Key
    board: Key
    author: Key
    title: Annotated[str, Field(min_length=1, max_length=200)]
    text: Text
    language: Language = ""
    tags: Annotated[list[Annotated[str, Field(max_length=100)]], Field(max_length=50)] = []
    asked_at: AwareDatetime
    state: Literal["open", "closed"] = "open"
    views: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0


class AnswerLine(Line):
    """An answer, or a comment on the answer that `parent` names."""

    type: Literal["answer"]
    id: Key
    question: Key
    author: Key
    text: Text
    written_at: AwareDatetime
    parent: Key | None = None


class AcceptedLine(Line):
    type: Literal["accepted"]
    question: Key
    answer: Key
    at: AwareDatetime


class VoteLine(Line):
    """A member found an answer helpful."""

    type: Literal["vote"]
    answer: Key
    member: Key
    at: AwareDatetime


class MeTooLine(Line):
    """A member has the same question."""

    type: Literal["me_too"]
    question: Key
    member: Key
    at: AwareDatetime


AnyLine = BoardLine | MemberLine | QuestionLine | AnswerLine | AcceptedLine | VoteLine | MeTooLine
_LINES: TypeAdapter[AnyLine] = TypeAdapter(Annotated[AnyLine, Field(discriminator="type")])


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a line was left out. line: its number, the first is 1. about: the field or the name that is wrong.

    code: not-json, too-long, shape, unknown-board, unknown-member, unknown-question, unknown-answer,
    comment-on-comment, other-question, accepted-before, own-text.
    """

    line: int
    code: str
    about: str = ""


def read_line(raw: str, *, number: int) -> AnyLine | Fault:
    """One line of a file. Never raises for what stands in it."""
    if len(raw) > LONGEST_LINE:
        return Fault(number, "too-long")
    try:
        return _LINES.validate_json(raw.replace("\\u0000", ""))
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        if first["type"] == "json_invalid":
            return Fault(number, "not-json")
        return Fault(number, "shape", ".".join(str(part) for part in first["loc"]) or "type")


def pictures_as_links(text: str) -> str:
    """Pictures of other sites are not shown here (logic/markdown.py); as links they are not lost."""
    return _PICTURE.sub(r"\1", text)
