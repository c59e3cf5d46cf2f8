"""Pictures that a form sends along: kept, and shown at the end of the text they came with."""

from __future__ import annotations

from django.http import HttpRequest

from parvis.community.actions.pictures import keep_picture
from parvis.community.logic.errors import MayNot
from parvis.community.models import Member
from parvis.foundation.clock import utc_now
from parvis.foundation.pictures import MOST_BYTES

MOST = 6


def with_sent_pictures(request: HttpRequest, text: str, *, by: Member) -> str:
    """The text with the form's pictures under it. Raises MayNot("picture"), TooOften; the limits of flow count them."""
    sent = [one for one in request.FILES.getlist("pictures") if one.size]
    if len(sent) > MOST:
        raise MayNot("pictures")
    for one in sent:
        if (one.size or 0) > MOST_BYTES:
            raise MayNot("picture")
        kept = keep_picture(one.read(), by=by, now=utc_now())
        text = f"{text.rstrip()}\n\n![]({kept.url})"
    return text
