"""What a member shows of themselves, and what they keep back. All of it is their own act."""

from __future__ import annotations

from collections.abc import Collection

from django.conf import settings
from django.db import transaction

from parvis.community.actions.flow import hold_member
from parvis.community.actions.join import rename
from parvis.community.actions.pictures import keep_picture
from parvis.community.logic.errors import TextTooLong
from parvis.community.logic.markdown import cleaned
from parvis.community.models import Member
from parvis.foundation.clock import utc_now

LONGEST_ABOUT = 500
CHOICES = ("shows_joined", "shows_counts", "shows_badges", "is_on_boards")


def change_profile(member: Member, *, name: str, about: str, language: str, shows: Collection[str]) -> None:
    """Name, words, language, and which of CHOICES are shown. Raises NameTaken, NameRefused, TextTooLong, Suspended.

    An employee's name is their account's. Whoever may not write still takes words away and shows less.
    """
    about = cleaned(about)
    if len(about) > LONGEST_ABOUT:
        raise TextTooLong(limit=LONGEST_ABOUT, length=len(about))
    with transaction.atomic():
        is_renamed = member.staff_id is None and " ".join(name.split()) != member.name
        if is_renamed or (about and about != member.about):
            hold_member(member)
        if is_renamed:
            rename(member, name=name)
        Member.objects.filter(pk=member.pk).update(
            about=about,
            language=language if language in dict(settings.LANGUAGES) else member.language,
            **{choice: choice in shows for choice in CHOICES},
        )


def show_picture(member: Member, content: bytes) -> None:
    """A picture beside the name, made anew. Raises MayNot("picture"), TooOften."""
    kept = keep_picture(content, by=member, now=utc_now())
    Member.objects.filter(pk=member.pk).update(picture=kept.name)


def take_picture_off(member: Member) -> None:
    """No picture; the file goes with the nightly sweep."""
    Member.objects.filter(pk=member.pk).update(picture="")
