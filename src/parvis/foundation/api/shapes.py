"""The shapes of bodies and answers: strict, so that a mistyped field is refused instead of ignored."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

__all__ = ["Answer", "Body", "Day", "Id", "Line", "Listed", "Moment", "Name", "Typed", "examples"]

# A bigint; ids begin at 1.
Id = Annotated[int, Field(ge=1, le=2**63 - 1)]
Typed = Annotated[str, StringConstraints(max_length=300)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)]

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?([Zz]|[+-]\d\d:?\d\d)")


def _written_day(given: Any) -> Any:
    if not isinstance(given, str) or not _DAY.fullmatch(given):
        raise ValueError("Write a day as 2026-03-31.")
    return given


def _written_moment(given: Any) -> Any:
    if not isinstance(given, str) or not _MOMENT.fullmatch(given):
        raise ValueError("Write a moment with its zone, as 2026-03-31T09:00:00+02:00.")
    return given


# ISO 8601 (RFC 3339), and no number that would be read as seconds.
Day = Annotated[date, Field(strict=False), BeforeValidator(_written_day)]
Moment = Annotated[AwareDatetime, Field(strict=False), BeforeValidator(_written_moment)]


class Body(BaseModel):
    """What comes in: unknown fields are refused, and "12" is no number."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Answer(BaseModel):
    """What goes out."""

    model_config = ConfigDict(from_attributes=True)


class Listed(Answer):
    """A page of a list. A subclass names the type of `items`."""

    next_cursor: str | None = Field(
        None, description="Send it as `cursor` to get the page after this one; null on the last page."
    )


def examples(*given: dict[str, Any]) -> ConfigDict:
    """A configuration of a Body that carries examples into the OpenAPI document."""
    return ConfigDict(extra="forbid", strict=True, json_schema_extra={"examples": list(given)})
