"""All saved queries against each post.

Each query waits at its rarest necessary words; a post wakes those whose words it has, and what remains of them is
asked. How often words are used is learnt from the posts themselves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import islice, pairwise

from parvis.listening.logic.query.anchors import Frequencies, Key, paths_of, phrases_in
from parvis.listening.logic.query.checks import Check, lazy_check, plain_words
from parvis.listening.logic.query.evaluate import pattern_expression
from parvis.listening.logic.query.fold import ASCII_FOLDED, words_of
from parvis.listening.logic.query.nodes import And, Node, Not, Word
from parvis.listening.logic.query.parse import parse
from parvis.listening.logic.query.post import PostLike
from parvis.listening.logic.query.seen import Seen
from parvis.listening.logic.query.spans import Span, spans_of

LEARNT_FROM = 2_000  # posts; the frequencies of what matters are known well enough
LEAST_LEARNT = 200
PAIRS_FROM = 3.0  # words of phrases that a post has on average; from here on pairs are cheaper
ASKED_FOR_PHRASES = 1_000  # queries; so many tell how many phrases there are in all
REMEMBERED_WORDS = 500_000

# (number of the query, a word that must be there, words of which one must, words of which none may, what else)
Waiting = tuple[int, str, tuple[str, ...], tuple[str, ...], Check | None]


class _Bucket:
    """What waits at one key: queries that match with it, and queries of which more is asked."""

    __slots__ = ("asked", "sure")

    def __init__(self) -> None:
        self.sure: list[int] = []
        self.asked: list[Waiting] = []


class Matcher:
    """Saved queries; `match` names those that a post is caught by, in the order they were added."""

    def __init__(self) -> None:
        self._nodes: dict[int, Node] = {}
        self._numbers: dict[Hashable, int] = {}
        self._ids: dict[int, Hashable] = {}
        self._next = 0
        self._often = Frequencies()
        self._first: list[PostLike] | None = []
        self._clear()

    def _clear(self) -> None:
        self._built = False
        self._waiting: dict[Key, _Bucket] = {}
        self._keys_of: dict[int, list[Key]] = {}
        self._words: set[str] = set()
        self._pairs: set[tuple[str, str]] = set()
        self._everywhere: dict[int, Check] = {}
        self._patterns: dict[str, Callable[[str], object]] = {}
        self._known: dict[str, tuple[str, ...]] = {}
        self._with_patterns: set[str] = set()
        self._fields: Counter[str] = Counter()
        self._extras = False

    def __len__(self) -> int:
        return len(self._ids)

    def add(self, query_id: Hashable, query: Node | str) -> None:
        """Add a query, or put another in its place."""
        node = parse(query) if isinstance(query, str) else query
        number = self._numbers.get(query_id, -1)
        if number >= 0:
            self._forget(number)
        else:
            number = self._next
            self._next += 1
            self._numbers[query_id] = number
            self._ids[number] = query_id
        self._nodes[number] = node
        if self._built:
            self._place(number, node)

    def remove(self, query_id: Hashable) -> None:
        """Take a query out. Raises KeyError where there is none."""
        number = self._numbers.pop(query_id)
        del self._ids[number]
        self._forget(number)
        del self._nodes[number]

    def learn(self, posts: Iterable[PostLike]) -> None:
        """Learn how often words are used, and let every query wait at its rarest."""
        counts: Counter[str] = Counter()
        seen = 0
        for post in islice(posts, LEARNT_FROM):
            counts.update(set(words_of(f"{post.title} {post.text}")))
            seen += 1
        self._often = Frequencies(seen, counts)
        every = max(1, len(self._nodes) // ASKED_FOR_PHRASES)
        of_phrases = sum(
            phrases_in(node, self._often) for node in islice(self._nodes.values(), 0, None, every)
        )
        self.use_pairs(of_phrases * every > PAIRS_FROM)

    def learn_by_the_way(self, posts: Iterable[PostLike]) -> None:
        """Learn from the first posts that come: once when they are some, once when they are enough."""
        if self._first is None:
            return
        self._first += posts
        if len(self._first) >= LEARNT_FROM:
            self.learn(self._first)
            self._first = None
        elif not self._often.posts and len(self._first) >= LEAST_LEARNT:
            self.learn(self._first)

    def use_pairs(self, uses_pairs: bool) -> None:
        """Whether phrases wait at two words together: dearer for each post, far fewer are woken in vain."""
        self._often.uses_pairs = uses_pairs
        self._clear()
        self._build()

    def match(self, post: PostLike) -> list[Hashable]:
        """The ids of the queries that mean this post."""
        numbers = self.numbers(post)
        return [self._ids[number] for number in numbers] if numbers else []

    def match_many(self, posts: Iterable[PostLike]) -> list[list[Hashable]]:
        """The same for several; the first that come are learnt from."""
        posts = posts if isinstance(posts, Sequence) else list(posts)
        self.learn_by_the_way(posts)
        return [self.match(post) for post in posts]

    def spans(self, query_id: Hashable, post: PostLike) -> list[Span]:
        """(field, start, end) of what made one query match, for marks; empty where it does not match."""
        title = words_of(post.title)
        words = [*title, "", *words_of(post.text)] if title else words_of(post.text)
        return spans_of(self._nodes[self._numbers[query_id]], post, Seen(post, words, set(words), len(title)))

    def numbers(self, post: PostLike) -> Sequence[int]:
        """The queries by their number, rising."""
        if not self._built:
            self._build()
        text, title_length = post.text, 0
        # What words_of does, here because each call costs and nearly every text is short.
        words = text.encode().translate(ASCII_FOLDED).decode().split() if text.isascii() else words_of(text)
        if post.title:
            title = words_of(post.title)
            title_length = len(title)
            if title:
                words = [*title, "", *words]
        keys: Iterable[Key] = self._words.intersection(words)
        if self._pairs:
            pairs = self._pairs.intersection(pairwise(words))
            if pairs:
                keys = [*keys, *pairs]
        if not keys and not self._extras:
            return ()
        present = set(words)
        lacks_all = present.isdisjoint
        seen = None
        found: list[int] = []
        waiting = self._waiting
        if self._extras:
            seen = Seen(post, words, present, title_length)
            keys = [*keys, *self._extra_keys(seen)]
            for number, holds in self._everywhere.items():
                if holds(seen):
                    found.append(number)
        for key in keys:
            bucket = waiting[key]
            if bucket.sure:
                found += bucket.sure
            for number, word, any_of, none_of, check in bucket.asked:
                if word and word not in present:
                    continue
                if any_of and lacks_all(any_of):
                    continue
                if none_of and not lacks_all(none_of):
                    continue
                if check is not None:
                    if seen is None:
                        seen = Seen(post, words, present, title_length)
                    if not check(seen):
                        continue
                found.append(number)
        return sorted(set(found)) if len(found) > 1 else found

    def _build(self) -> None:
        self._built = True
        for number, node in self._nodes.items():
            self._place(number, node)

    def _place(self, number: int, node: Node) -> None:
        paths = paths_of(node, self._often)
        if paths is None:
            self._everywhere[number] = lazy_check(node)
            self._extras = True
            return
        keys = self._keys_of[number] = []
        asked: tuple[Node, ...] = ()
        waits: Waiting | None = None
        for key, rest in paths:
            bucket = self._waiting.get(key)
            if bucket is None:
                bucket = self._waiting[key] = _Bucket()
                self._watch(key)
            keys.append(key)
            if not rest:
                bucket.sure.append(number)
                continue
            if waits is None or rest is not asked:
                asked, waits = rest, _waiting(number, rest)
            bucket.asked.append(waits)

    def _watch(self, key: Key) -> None:
        if isinstance(key, tuple):
            self._pairs.add(key)
        elif "*" in key or "?" in key:
            self._patterns[key] = pattern_expression(key.lstrip("#@")).fullmatch
            self._known.clear()
            self._with_patterns.clear()
            self._extras = True
        elif key[0] in "#@":
            self._fields["sign"] += 1
            self._extras = True
        elif ":" in key:
            self._fields[key.partition(":")[0]] += 1
            self._extras = True
        else:
            self._words.add(key)

    def _forget(self, number: int) -> None:
        self._everywhere.pop(number, None)
        for key in set(self._keys_of.pop(number, ())):
            bucket = self._waiting[key]
            bucket.sure = [each for each in bucket.sure if each != number]
            bucket.asked = [each for each in bucket.asked if each[0] != number]
            if not bucket.sure and not bucket.asked:
                self._unwatch(key)

    def _unwatch(self, key: Key) -> None:
        del self._waiting[key]
        if isinstance(key, tuple):
            self._pairs.discard(key)
        elif "*" in key or "?" in key:
            del self._patterns[key]
            self._known.clear()
            self._with_patterns.clear()
        elif key[0] in "#@":
            self._fields["sign"] -= 1
        elif ":" in key:
            self._fields[key.partition(":")[0]] -= 1
        else:
            self._words.discard(key)

    def _extra_keys(self, seen: Seen) -> Iterable[Key]:
        """Keys that are no plain words: patterns, hashtags and handles, fields."""
        keys: list[Key] = []
        fields, waiting = self._fields, self._waiting
        signed: set[str] = set()
        if fields["sign"] or self._patterns:
            signed = self._signed(seen)
            keys += [key for key in signed if key in waiting]
        if self._patterns:
            keys += self._pattern_keys(seen.present, signed)
        for field in ("lang", "source", "country", "sentiment", "intent"):
            if fields[field]:
                keys += [f"{field}:{value}" for value in seen.values(field)]
        if fields["site"]:
            parts = seen.host[1:].split(".")
            keys += [f"site:{'.'.join(parts[index:])}" for index in range(len(parts))]
        for field in ("title", "author"):
            if fields[field]:
                keys += [f"{field}:{word}" for word, _ in seen.field_words(field)]
        return [key for key in dict.fromkeys(keys) if key in waiting]

    def _signed(self, seen: Seen) -> set[str]:
        text = seen.post.text
        if text.isascii() and not seen.title_length and "#" not in text and "@" not in text:
            return set()
        if not seen.signs:
            return set()
        places = seen.places
        return {seen.signs[place] + word for word in places for place in places[word] if place in seen.signs}

    def _pattern_keys(self, present: set[str], signed: set[str]) -> list[Key]:
        """Patterns that stand for a word of the post. What a word was found to fit is remembered."""
        known = self._known
        if len(known) > REMEMBERED_WORDS:
            known.clear()
            self._with_patterns.clear()
        candidates = present | signed
        for word in candidates.difference(known):
            sign = word[0] if word and word[0] in "#@" else ""
            bare = word[1:] if sign else word
            fits = tuple(
                pattern
                for pattern, fullmatch in self._patterns.items()
                if (pattern[0] if pattern[0] in "#@" else "") == sign and fullmatch(bare)
            )
            known[word] = fits
            if fits:
                self._with_patterns.add(word)
        return [pattern for word in self._with_patterns & candidates for pattern in known[word]]


def _waiting(number: int, rest: tuple[Node, ...]) -> Waiting:
    """The rest of a query as words where it can be, and a function for what cannot."""
    word = ""
    any_of: tuple[str, ...] = ()
    excluded: set[str] = set()
    others: list[Node] = []
    for node in rest:
        if isinstance(node, Not) and (words := plain_words(node.node)) is not None:
            excluded |= words
        elif not word and isinstance(node, Word) and not node.sign:
            word = node.text
        elif not any_of and (words := plain_words(node)) is not None:
            any_of = tuple(words)
        else:
            others.append(node)
    check = None
    if others:
        check = lazy_check(others[0] if len(others) == 1 else And(tuple(others)))
    return number, word, any_of, tuple(excluded), check
