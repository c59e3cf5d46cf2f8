"""Stored pictures that the community names, so that the nightly search for files leaves them alone."""

from __future__ import annotations

from collections.abc import Collection

from parvis.community.models import Picture


def pictures_named(names: Collection[str]) -> set[str]:
    """Those of these stored names that a picture of the community has, large or small."""
    if not names:
        return set()
    large = Picture.objects.filter(name__in=names).values_list("name", flat=True)
    small = Picture.objects.filter(small_name__in=names).values_list("small_name", flat=True)
    return set(large) | set(small)


def picture_named(name: str) -> Picture | None:
    return Picture.objects.filter(name=name).first()
