"""Pictures that members send: made anew, bounded, stored once under what is in them."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from parvis.community.actions.flow import refuse_suspended
from parvis.community.actions.text_pictures import in_drafts
from parvis.community.logic.errors import MayNot, TooOften
from parvis.community.models import Member, Picture, ProductPage, ReviewPicture, Site, TextPicture
from parvis.foundation.files import store_file
from parvis.foundation.pictures import made_anew

A_DAY = 40
UNUSED_KEPT = timedelta(days=1)


def keep_picture(content: bytes, *, by: Member | None, now: datetime) -> Picture:
    """by None: the house. Raises MayNot("picture") for what is none or too large, TooOften, Suspended."""
    if by is not None:
        refuse_suspended(by, now=now)
    day = Picture.objects.filter(by=by, at__gt=now - timedelta(days=1))
    if by is not None and by.staff_id is None and day.count() >= A_DAY:
        raise TooOften(seconds=3600)
    made = made_anew(content)
    if made is None:
        raise MayNot("picture")
    with transaction.atomic():
        kept, is_new = Picture.objects.get_or_create(
            name=store_file(made.large),
            by=by,
            defaults={
                "small_name": store_file(made.small),
                "width": made.width,
                "height": made.height,
                "at": now,
            },
        )
        if not is_new:
            Picture.objects.filter(pk=kept.pk).update(at=now)
        return kept


def forget_pictures(*, now: datetime) -> int:
    """Rows that nothing shows, after a day; the nightly search for files takes the bytes."""
    unused = (
        Picture.objects.filter(at__lt=now - UNUSED_KEPT)
        .exclude(pk__in=ReviewPicture.objects.values("picture"))
        .exclude(pk__in=ProductPage.objects.exclude(picture=None).values("picture"))
        .exclude(name__in=TextPicture.objects.values("name"))
        .exclude(name__in=in_drafts())
        .exclude(name__in=Member.objects.exclude(picture="").values("picture"))
        .exclude(name__in=Site.objects.exclude(logo="").values("logo"))
    )
    return unused.delete()[0]
