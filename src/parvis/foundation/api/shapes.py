"""The shapes of bodies and answers: strict, so that a mistyped field is refused instead of ignored."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

__all__ = ["Answer", "AwareDatetime", "Body", "Id", "Line", "Listed", "Moment", "Name", "NoBody", "Typed"]

# A bigint; ids begin at 1.
Id = Annotated[int, Field(ge=1, le=2**63 - 1)]
Typed = Annotated[str, StringConstraints(max_length=300)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)]
Moment = datetime


class Body(BaseModel):
    """What comes in: unknown fields are refused, and "12" is no number."""

    model_config = ConfigDict(extra="forbid", strict=False)


class Answer(BaseModel):
    """What goes out."""

    model_config = ConfigDict(from_attributes=True)


class Listed(Answer):
    """A page of a list. A subclass names the type of `items`."""

    next_cursor: str | None = Field(
        None, description="Send it as `cursor` to get the page after this one; null on the last page."
    )


class NoBody(BaseModel):
    """Nothing to say: the act is in the address."""

    model_config = ConfigDict(extra="forbid")


def examples(*given: dict[str, Any]) -> ConfigDict:
    """A configuration of a Body that carries examples into the OpenAPI document."""
    return ConfigDict(extra="forbid", json_schema_extra={"examples": list(given)})
