"""A post as queries see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


class PostLike(Protocol):
    """What the matcher reads; anything with these attributes will do."""

    @property
    def text(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def author(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def links(self) -> Sequence[str]: ...
    @property
    def source(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def country(self) -> str: ...
    @property
    def followers(self) -> float | None: ...
    @property
    def engagement(self) -> float | None: ...
    @property
    def is_repost(self) -> bool: ...
    @property
    def sentiment(self) -> str: ...
    @property
    def intents(self) -> Sequence[str]: ...


@dataclass(frozen=True, slots=True)
class Post:
    """Empty where unknown; a condition on what is unknown does not hold."""

    id: object
    text: str
    title: str = ""
    author: str = ""
    url: str = ""
    links: Sequence[str] = ()
    source: str = ""
    language: str = ""
    country: str = ""
    followers: float | None = None
    engagement: float | None = None
    is_repost: bool = False
    sentiment: str = ""
    intents: Sequence[str] = ()  # the names that hold
