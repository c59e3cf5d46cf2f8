"""Erasing by right: what it touches, the typed word, the recipients that are told."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from parvis.foundation.api.endpoints import Caller
from parvis.foundation.api.shapes import Answer, Body, Id, Line
from parvis.people.actions.erasures import start_erasure, tell_recipient
from parvis.people.actions.rights import (
    note_step,
)
from parvis.people.api.rights_endpoints import (
    ENDPOINTS,
)
from parvis.people.logic.rights import RightsRefused
from parvis.people.models import Erasure, RightsRequest
from parvis.people.permissions import request_for
from parvis.people.reads.erasures import preview_erasure
from parvis.people.reads.rights import subject_ids


class ErasureConfirmed(Body):
    confirmation: Line = Field(description="“ERASE” and the number of the request: ERASE 12.")
    bars_collection: bool = Field(
        True, description="Also stop listening to what these handles say in public."
    )


class RecipientTold(Body):
    key: Line


class ErasureTouched(Answer):
    table: str
    title: str
    count: int


class ErasureKept(Answer):
    table: str
    why: str
    years: int | None


class ErasurePreviewOut(Answer):
    rows: list[ErasureTouched]
    mentioned: list[ErasureTouched]
    kept: list[ErasureKept]
    recipients: list[str]


class ErasureOut(Answer):
    id: int
    state: str
    counts: dict[str, int]
    recipients: list[dict[str, Any]]


class Erasures(Answer):
    items: list[ErasureOut]


@ENDPOINTS.get("/rights-requests/{request_id}/erasure", permission="privacy.manage", purpose="legal_duty")
def preview_rights_erasure(caller: Caller, request_id: Id) -> ErasurePreviewOut:
    """What an erasure would take, what it leaves and why, and who else has the data."""
    preview = preview_erasure(*subject_ids(request_for(caller.user, request_id)))
    return ErasurePreviewOut(
        rows=[ErasureTouched.model_validate(one) for one in preview.rows],
        mentioned=[ErasureTouched.model_validate(one) for one in preview.mentioned],
        kept=[ErasureKept(table=one.table, why=str(one.why), years=one.years) for one in preview.kept],
        recipients=[one.name for one in preview.recipients if one.gets_persons],
    )


@ENDPOINTS.post(
    "/rights-requests/{request_id}/erasure", permission="privacy.manage", purpose="legal_duty", status=202
)
def confirm_rights_erasure(caller: Caller, request_id: Id, given: ErasureConfirmed) -> ErasureOut:
    """Erase for good. Sent twice, it is one erasure."""
    found = request_for(caller.user, request_id)
    if found.right != RightsRequest.ERASURE or found.state not in RightsRequest.OPEN:
        raise RightsRefused("erasure-unfit")
    if given.confirmation.casefold() != f"erase {found.pk}":
        raise RightsRefused("confirmation-wrong")
    persons, identities = subject_ids(found)
    if not persons and not identities:
        raise RightsRefused("nobody-found")
    running = Erasure.objects.filter(request=found, state=Erasure.RUNNING).first()
    if running is None:
        running = start_erasure(
            person_ids=persons,
            identity_ids=identities,
            request=found,
            bars_collection=given.bars_collection,
            by=caller.actor,
            now=caller.now,
        )
        note_step(found, "erasure_started", by=caller.actor, now=caller.now)
    return ErasureOut.model_validate(running)


@ENDPOINTS.post("/rights-requests/{request_id}/told", permission="privacy.manage", purpose="legal_duty")
def tell_erasure_recipient(caller: Caller, request_id: Id, given: RecipientTold) -> Erasures:
    """Note that a recipient was told of the erasure (art. 19 GDPR)."""
    found = request_for(caller.user, request_id)
    for erasure in Erasure.objects.filter(request=found):
        tell_recipient(erasure, key=given.key, by=caller.actor, now=caller.now)
    rows = Erasure.objects.filter(request=found).order_by("-id")
    return Erasures(items=[ErasureOut.model_validate(one) for one in rows])
