"""The places of the public square that its frame names, in the order in which they stand there."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy


class Place(NamedTuple):
    path: str
    name: str | Promise
    also: tuple[str, ...] = ()  # other addresses whose pages belong to it


PLACES = [
    Place(
        "/community/",
        pgettext_lazy("place of the community", "Questions"),
        tuple(f"/community/{part}/" for part in ("ask", "boards", "questions", "tags")),
    ),
    Place("/community/articles/", pgettext_lazy("place of the community", "Articles")),
    Place("/community/ideas/", pgettext_lazy("place of the community", "Ideas")),
    Place(
        "/community/products/",
        pgettext_lazy("place of the community", "Products"),
        ("/community/reviews/",),
    ),
    Place(
        "/community/leaders/",
        pgettext_lazy("place of the community", "Helpers"),
        ("/community/badges/", "/community/members/"),
    ),
]


def place_of(path: str) -> Place | None:
    """The place that a page belongs to. The rules, the register, one's own pages belong to none."""
    for place in PLACES:
        if path == place.path or any(
            path.startswith(address) for address in (place.path, *place.also) if address != "/community/"
        ):
            return place
    return None
