"""The copies of a person's data, and the link that opens one once."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from parvis.foundation.api.endpoints import Caller
from parvis.foundation.api.shapes import Answer, Body, Id
from parvis.people.actions.rights_archive import LINK_DAYS, make_link, order_archive
from parvis.people.api.rights_endpoints import (
    ENDPOINTS,
)
from parvis.people.logic.rights import RightsRefused
from parvis.people.permissions import request_for


class CopyOrdered(Body):
    is_portable: bool = False


class RightsCopyOut(Answer):
    id: int
    state: str
    is_portable: bool
    row_counts: dict[str, int]


class RightsCopies(Answer):
    items: list[RightsCopyOut]


class RightsLinkOut(Answer):
    link: str
    days: int


@ENDPOINTS.post(
    "/rights-requests/{request_id}/copies", permission="privacy.manage", purpose="legal_duty", status=202
)
def order_rights_copy(caller: Caller, request_id: Id, given: CopyOrdered) -> RightsCopyOut:
    """Have the copy of the person's data built."""
    found = request_for(caller.user, request_id)
    made = order_archive(found, is_portable=given.is_portable, by=caller.actor, now=caller.now)
    return RightsCopyOut.model_validate(made)


@ENDPOINTS.get("/rights-requests/{request_id}/copies", permission="privacy.manage", purpose="legal_duty")
def list_rights_copies(caller: Caller, request_id: Id) -> RightsCopies:
    """The copies that were built, the newest first."""
    found = request_for(caller.user, request_id)
    newest = found.archives.order_by("-id")[:20]
    return RightsCopies(items=[RightsCopyOut.model_validate(one) for one in newest])


@ENDPOINTS.post(
    "/rights-requests/{request_id}/copies/link", permission="privacy.manage", purpose="legal_duty", status=201
)
def make_rights_copy_link(caller: Caller, request_id: Id) -> RightsLinkOut:
    """A link to the newest copy that opens once; an earlier link opens nothing any more."""
    archive = request_for(caller.user, request_id).archives.order_by("-id").first()
    if archive is None:
        raise RightsRefused("copy-not-ready")
    path = reverse("privacy-copy", args=(make_link(archive, by=caller.actor, now=caller.now),))
    link = f"{settings.ORIGIN}{path}" if settings.ORIGIN else caller.request.build_absolute_uri(path)
    return RightsLinkOut(link=link, days=LINK_DAYS)
