"""What a notice says on a device: a sentence without anybody's words, and where it leads."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from parvis.community.logic.notices import DECISIONS
from parvis.community.models import Notice
from parvis.community.permissions import get_said
from parvis.community.reads.notice_mail import language_of
from parvis.community.reads.notice_titles import key_of, titles_of
from parvis.community.reads.notice_words import notice_sentence
from parvis.community.reads.site import the_site
from parvis.foundation.installation import company_name

MOST_UNREAD = 50


def pushed(notice: Notice) -> dict[str, Any] | None:
    """In the member's language; None: of something that they cannot open any more.

    unread: what stays on the device's screen; what was read elsewhere is taken away from it.
    """
    called = titles_of(notice.member, [notice])[notice.pk]
    if called is None:
        return None
    unread = Notice.objects.filter(member_id=notice.member_id, read_at=None).order_by("-at", "-pk")
    with override(language_of(notice.member)):
        return {
            "title": the_site().name or company_name(),
            "body": _sentence(notice, called),
            "url": reverse("community-my-notice", args=[notice.pk]),
            "tag": tag_of(notice.pk),
            "unread": [tag_of(pk) for pk in unread.values_list("pk", flat=True)[:MOST_UNREAD]],
        }


def tag_of(notice_id: int) -> str:
    return f"community-{notice_id}"


def _sentence(notice: Notice, called: str) -> str:
    if notice.kind == DECISIONS.key:
        return _("There is a decision that concerns you")
    return notice_sentence(notice, called) if _is_public(notice) else _("There is something new for you")


def _is_public(notice: Notice) -> bool:
    key = key_of(notice)
    if key is None:
        return True
    try:
        return bool(get_said(None, *key))
    except Http404:
        return False
