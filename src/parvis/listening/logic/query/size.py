"""How large and how deep a tree is, and whether it says what to look for. No tree is too deep for this."""

from __future__ import annotations

from parvis.listening.logic.query.nodes import And, Near, Node, Not, Or, Phrase, Window, Within


def size_of(node: Node) -> int:
    """Terms, sub-queries counted at each place where they are used. Each shared tree is walked once."""
    sizes: dict[int, int] = {}

    def size(each: Node) -> int:
        known = sizes.get(id(each))
        if known is None:
            known = sizes[id(each)] = _size(each)
        return known

    def _size(each: Node) -> int:
        if isinstance(each, And | Or):
            return sum(map(size, each.nodes))
        if isinstance(each, Not):
            return size(each.node)
        if isinstance(each, Phrase | Window | Within):
            return len(each.terms)
        if isinstance(each, Near):
            return sum(map(size, (*each.left, *each.right)))
        return 1

    return size(node)


def depth_of(node: Node) -> int:
    depths: dict[int, int] = {}

    def depth(each: Node) -> int:
        known = depths.get(id(each))
        if known is None:
            inside = (
                each.nodes if isinstance(each, And | Or) else (each.node,) if isinstance(each, Not) else ()
            )
            known = depths[id(each)] = 1 + max(map(depth, inside), default=0)
        return known

    return depth(node)


def positive(node: Node, *, negated: bool = False) -> bool:
    """Whether a post must show something to match: `NOT spam` alone would match almost everything."""
    if isinstance(node, Not):
        return positive(node.node, negated=not negated)
    if isinstance(node, And | Or):
        some = isinstance(node, And) is not negated
        return (any if some else all)(positive(each, negated=negated) for each in node.nodes)
    return not negated
