"""All saved queries against each post."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from parvis.listening.logic.query.evaluate import matches
from parvis.listening.logic.query.nodes import Node
from parvis.listening.logic.query.parse import parse
from parvis.listening.logic.query.post import PostLike


class Matcher:
    """Saved queries; `match` names those that a post is caught by, in the order they were added."""

    def __init__(self) -> None:
        self._nodes: dict[Hashable, Node] = {}

    def add(self, query_id: Hashable, query: Node | str) -> None:
        self._nodes[query_id] = parse(query) if isinstance(query, str) else query

    def remove(self, query_id: Hashable) -> None:
        del self._nodes[query_id]

    def match(self, post: PostLike) -> list[Hashable]:
        return [query_id for query_id, node in self._nodes.items() if matches(node, post)]

    def match_many(self, posts: Iterable[PostLike]) -> list[list[Hashable]]:
        return [self.match(post) for post in posts]
