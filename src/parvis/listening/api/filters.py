"""What chooses mentions, as parameters of an address: the same filters as on the screen, written once."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Annotated, Any, Literal, get_type_hints

from django.utils import timezone
from pydantic import Field

from parvis.foundation.api.endpoints import Caller
from parvis.foundation.api.problems import Problem
from parvis.foundation.api.shapes import Day, Id
from parvis.listening.logic.selection import Selection, selection_asked
from parvis.listening.logic.topic_rules import LONGEST, rule_read

First = Annotated[Day | None, Field(description="First day of the period; default 30 days up to today.")]
Last = Annotated[Day | None, Field(description="Last day of the period, included.")]
SentimentName = Literal["", "negative", "neutral", "positive", "analysed", "none"]
Topic = Annotated[
    str, Field(max_length=LONGEST, description="As the list of topics writes it: how many of which terms.")
]
Reach = Annotated[
    Literal["", "100", "1000", "10000", "100000"],
    Field(description="Authors with at least so many followers."),
]


def selection_of(
    *,
    first: First = None,
    last: Last = None,
    q: Annotated[str, Field(max_length=200)] = "",
    sentiment: SentimentName = "",
    channel: Annotated[str, Field(max_length=40)] = "",
    brand: Annotated[str, Field(max_length=200)] = "",
    language: Annotated[str, Field(max_length=20)] = "",
    intent: Annotated[str, Field(max_length=20)] = "",
    emotion: Annotated[str, Field(max_length=12)] = "",
    site: Annotated[str, Field(max_length=200)] = "",
    country: Annotated[str, Field(max_length=4)] = "",
    reach: Reach = "",
    topic: Topic = "",
    weekday: Annotated[int | None, Field(ge=1, le=7, description="From 1, Monday.")] = None,
    hour: Annotated[int | None, Field(ge=0, le=23, description="Of the installation's clock.")] = None,
    copies: Annotated[
        Literal["", "once", "all"], Field(description="once: copies of a text with their first only.")
    ] = "",
    connection_id: Id | None = None,
    identity_id: Id | None = None,
    query_id: Id | None = None,
) -> Selection:
    """As the address of the page says it; days are counted in the installation's own zone."""
    if topic and rule_read(topic) is None:
        raise Problem(422, "invalid", "A topic is written as the list of topics writes it.")
    given = {
        "from": _written(first),
        "to": _written(last),
        "q": q,
        "sentiment": sentiment,
        "channel": channel,
        "brand": brand,
        "language": language,
        "intent": intent,
        "emotion": emotion,
        "site": site,
        "country": country,
        "reach": reach,
        "topic": topic,
        "weekday": str(weekday or ""),
        "hour": "" if hour is None else str(hour),
        "copies": copies,
        "source": str(connection_id or ""),
        "author": str(identity_id or ""),
        "query": str(query_id or ""),
    }
    zone = timezone.get_default_timezone()
    return selection_asked(given, today=timezone.localdate(timezone=zone), zone=zone)


def by_filters(function: Callable[..., Any]) -> Callable[..., Any]:
    """The endpoint `f(caller, selection, …)` with every filter as a parameter in place of the selection."""
    filters = inspect.signature(selection_of).parameters
    caller, _, *own = inspect.signature(function).parameters.values()

    @wraps(function)
    def asked(caller: Caller, **given: Any) -> Any:
        chosen = {name: given.pop(name) for name in filters if name in given}
        return function(caller, selection_of(**chosen), **given)

    hints = get_type_hints(function, include_extras=True)
    chosen = get_type_hints(selection_of, include_extras=True)
    del hints["selection"], chosen["return"]
    asked.__annotations__ = {**hints, **chosen}
    asked.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [
            caller,
            *filters.values(),
            *(one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in own),
        ]
    )
    return asked


def _written(day: date | None) -> str:
    return day.isoformat() if day else ""
