"""A query without its exclusions, to see what they take away."""

from __future__ import annotations

from parvis.listening.logic.query.nodes import And, Node, Not, Or


def without_not(node: Node) -> Node | None:
    """The query with every NOT beside a wanted part left out; None where it has none."""
    stripped = _stripped(node)
    return None if stripped == node else stripped


def _stripped(node: Node) -> Node:
    if isinstance(node, And):
        kept = [_stripped(each) for each in node.nodes if not isinstance(each, Not)]
        if kept:
            return kept[0] if len(kept) == 1 else And(tuple(kept))
        return node
    if isinstance(node, Or):
        return Or(tuple(_stripped(each) for each in node.nodes))
    return node
