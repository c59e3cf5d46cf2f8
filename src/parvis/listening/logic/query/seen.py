"""One post while it is matched: its words, and what is worked out only when a query asks for it."""

from __future__ import annotations

import unicodedata

from parvis.listening.logic.query.evaluate import Words, host_of, is_term, signed_words, values_of
from parvis.listening.logic.query.fold import signs_of
from parvis.listening.logic.query.limits import MOST_APART
from parvis.listening.logic.query.nodes import Pattern, Term
from parvis.listening.logic.query.post import PostLike

# Between the words of the title and those of the text: no phrase and no NEAR reaches over it.
GAP = MOST_APART + 1


class Seen:
    """`words` are those of the title, an empty one where there is a title, and those of the text."""

    __slots__ = (
        "_fields",
        "_hosts",
        "_places",
        "_signs",
        "_values",
        "post",
        "present",
        "title_length",
        "words",
    )

    def __init__(self, post: PostLike, words: list[str], present: set[str], title_length: int) -> None:
        self.post = post
        self.words = words
        self.present = present
        self.title_length = title_length  # 0 where there is no title
        self._places: dict[str, list[int]] | None = None
        self._signs: dict[int, str] | None = None
        self._values: dict[str, list[str]] = {}
        self._fields: dict[str, Words] = {}
        self._hosts = ""

    @property
    def places(self) -> dict[str, list[int]]:
        """Word → its positions, rising."""
        places = self._places
        if places is None:
            places = self._places = {}
            position = -1
            for word in self.words:
                position += 1
                if not word:
                    position += GAP
                    continue
                if word in places:
                    places[word].append(position)
                else:
                    places[word] = [position]
        return places

    @property
    def signs(self) -> dict[int, str]:
        """Position → # or @."""
        if self._signs is None:
            self._signs = dict(signs_of(self.post.title)) if self.title_length else {}
            shift = self.title_length + 1 + GAP if self.title_length else 0
            for position, sign in signs_of(self.post.text):
                self._signs[position + shift] = sign
        return self._signs

    def term_places(self, term: Term) -> list[int]:
        """Positions of a word or of all words that a pattern stands for, rising."""
        if isinstance(term, Pattern):
            bare = Pattern(term.text)
            places = sorted(
                place
                for word in self.present
                if is_term(bare, (word, "")) and word in self.places
                for place in self.places[word]
            )
        else:
            places = self.places.get(term.text, [])
        if term.sign:
            return [place for place in places if self.signs.get(place) == term.sign]
        return places

    def values(self, field: str) -> list[str]:
        known = self._values.get(field)
        if known is None:
            known = self._values[field] = values_of(field, self.post)
        return known

    def field_words(self, field: str) -> Words:
        known = self._fields.get(field)
        if known is None:
            text = self.post.title if field == "title" else self.post.author
            known = self._fields[field] = signed_words(text)
        return known

    @property
    def host(self) -> str:
        """The host with a point before it and after nothing: `.shop.example.com`."""
        if not self._hosts:
            self._hosts = "." + host_of(self.post.url)
        return self._hosts

    @property
    def composed(self) -> tuple[str, str]:
        return unicodedata.normalize("NFC", self.post.title), unicodedata.normalize("NFC", self.post.text)
