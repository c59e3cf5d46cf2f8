"""Stored pictures that the community names, so that the nightly search for files leaves them alone."""

from __future__ import annotations

from collections.abc import Collection

from parvis.community.models import KINDS, Member, Picture, ProductPage, Review, Said, Site, TextPicture


def pictures_named(names: Collection[str]) -> set[str]:
    """Those of these stored names that a picture of the community has, large or small."""
    if not names:
        return set()
    large = Picture.objects.filter(name__in=names).values_list("name", flat=True)
    small = Picture.objects.filter(small_name__in=names).values_list("small_name", flat=True)
    return set(large) | set(small)


def picture_named(name: str) -> Picture | None:
    return Picture.objects.filter(name=name).first()


def is_restricted(name: str) -> bool:
    """Whether moderation withheld or removed every text that shows it: a picture goes with its words."""
    shown_by: dict[str, list[int]] = {}
    for kind, text_id in TextPicture.objects.filter(name=name).values_list("kind", "text_id")[:500]:
        shown_by.setdefault(kind, []).append(text_id)
    if not shown_by.keys() <= KINDS.keys():
        return False  # an article shows it
    states = set(Review.objects.filter(pictures__picture__name=name).values_list("state", flat=True))
    for kind, ids in shown_by.items():
        states |= set(KINDS[kind]._default_manager.filter(pk__in=ids).values_list("state", flat=True))
    if not states or not states <= {Said.WITHHELD, Said.REMOVED}:
        return False
    elsewhere = (
        Member.objects.filter(picture=name), Site.objects.filter(logo=name),
        ProductPage.objects.filter(picture__name=name),
    )  # fmt: skip
    return not any(one.exists() for one in elsewhere)


def has_sent(member: Member | None, name: str) -> bool:
    return member is not None and Picture.objects.filter(name=name, by=member).exists()
