"""The places of the public square that its frame names, in the order in which they stand there."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy


class Place(NamedTuple):
    path: str
    name: str | Promise
    also: str = ""  # another address whose pages belong to it


PLACES = [
    Place("/community/", pgettext_lazy("place of the community", "Questions")),
    Place("/community/articles/", pgettext_lazy("place of the community", "Articles")),
    Place("/community/ideas/", pgettext_lazy("place of the community", "Ideas")),
    Place("/community/products/", pgettext_lazy("place of the community", "Products"), "/community/reviews/"),
    Place("/community/leaders/", pgettext_lazy("place of the community", "Helpers")),
]


def place_of(path: str) -> Place | None:
    """The place that a page belongs to: the longest address that begins its own."""
    found = [
        (address, place)
        for place in PLACES
        for address in (place.path, place.also)
        if address and path.startswith(address)
    ]
    return max(found, key=lambda one: len(one[0]), default=("", None))[1]
