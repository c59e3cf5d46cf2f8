"""Stored pictures that the community names, so that the nightly search for files leaves them alone."""

from __future__ import annotations

from collections.abc import Collection

from django.http import Http404

from parvis.community.models import DirectMessage, Member, Picture, ProductPage, Review, Site, TextPicture
from parvis.community.permissions import READERS, get_article, get_said

MOST_ASKED = 100


def pictures_named(names: Collection[str]) -> set[str]:
    """Those of these stored names that a picture of the community has, large or small."""
    if not names:
        return set()
    large = Picture.objects.filter(name__in=names).values_list("name", flat=True)
    small = Picture.objects.filter(small_name__in=names).values_list("small_name", flat=True)
    return set(large) | set(small)


def picture_named(name: str) -> Picture | None:
    return Picture.objects.filter(name=name).first()


def is_public(name: str) -> bool:
    """Whether something that everybody reads shows it: until then nobody but its sender does, as while they write."""
    of_the_place = (
        Picture.objects.filter(name=name, by=None), Member.objects.filter(picture=name),
        Site.objects.filter(logo=name), ProductPage.objects.filter(picture__name=name, is_shown=True),
    )  # fmt: skip
    return any(one.exists() for one in of_the_place) or is_shown_to(None, name)


def is_shown_to(reader: Member | None, name: str) -> bool:
    """Whether a text that this reader can open shows it. Of very many the newest are asked."""
    shown = TextPicture.objects.filter(name=name).order_by("-pk").values_list("kind", "text_id")[:MOST_ASKED]
    reviews = Review.objects.filter(pictures__picture__name=name).order_by("-pk").values_list("pk", flat=True)
    texts = [*shown, *(("review", number) for number in reviews[:MOST_ASKED])]
    return any(_opens(reader, kind, number) for kind, number in texts)


def has_sent(member: Member | None, name: str) -> bool:
    return member is not None and Picture.objects.filter(name=name, by=member).exists()


def _opens(reader: Member | None, kind: str, number: int) -> bool:
    if kind == "direct_message":
        line = DirectMessage.objects.filter(pk=number)
        return reader is not None and line.filter(member=reader).exists()
    try:
        if kind == "article":
            return bool(get_article(reader, number))
        # What the house says about its place is everybody's.
        return kind not in READERS or bool(get_said(reader, kind, number))
    except Http404:
        return False
