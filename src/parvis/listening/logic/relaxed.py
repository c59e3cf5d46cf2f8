"""A query as far as it can be judged before a post is labelled.

A firehose is matched first and only what matches is labelled. A query that asks for a sentiment, an intent or a
language cannot be judged yet; its relaxed form finds every post that it could still turn out to find, and is None
where that is every post.
"""

from __future__ import annotations

from parvis.listening.logic.query.nodes import And, Equals, Node, Not, Or

LABELS = frozenset({"sentiment", "intent", "lang"})


def asks_labels(node: Node) -> bool:
    if isinstance(node, Not):
        return asks_labels(node.node)
    if isinstance(node, And | Or):
        return any(asks_labels(each) for each in node.nodes)
    return isinstance(node, Equals) and node.field in LABELS


def relaxed(node: Node) -> Node | None:
    """A node that holds wherever this one may hold; None: everywhere."""
    bound = _bound(node, may=True)
    return None if isinstance(bound, bool) else bound


def _bound(node: Node, *, may: bool) -> Node | bool:
    """may: the weakest form (what may hold); otherwise the strongest (what holds whatever the labels are)."""
    if isinstance(node, Equals) and node.field in LABELS:
        return may
    if isinstance(node, Not):
        inner = _bound(node.node, may=not may)
        return (not inner) if isinstance(inner, bool) else Not(inner)
    if isinstance(node, And | Or):
        parts = [_bound(each, may=may) for each in node.nodes]
        decisive = isinstance(node, Or)  # one True settles an Or, one False an And
        if any(part is decisive for part in parts):
            return decisive
        nodes = tuple(part for part in parts if not isinstance(part, bool))
        if not nodes:
            return not decisive
        return nodes[0] if len(nodes) == 1 else type(node)(nodes)
    return node
