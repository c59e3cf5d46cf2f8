"""The rows of the rights desk that speak of somebody: for their copy. An erasure leaves them, as proof of itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Model, QuerySet

from parvis.people.models import RightsArchive, RightsRequest, RightsStep, RightsSubject

TABLES = {
    "people_rights_request": "requester_name, requester_email, words, answer, reasons and dates: to answer in time "
    "what somebody asks by right, and to prove that it was answered.",
    "people_rights_subject": "request, person: which records a request is about.",
    "people_rights_handle": "request, identity: which handles without a record a request is about.",
    "people_rights_step": "verb, note, actor_*: what was done about a request, by whom and when.",
    "people_rights_archive": "file_name, token_hash: a copy made for somebody, sealed, until its link has ended.",
    "people_erasure": "person_ids, identity_ids, sealed_words, recipients: an erasure until it is done; what it has "
    "to find lies sealed and is emptied at its end.",
    "people_tombstone": "value_hash: a keyed hash of what was erased, so that it does not come back; tells nobody "
    "what it was.",
    "people_retention_period": "changed_by: which colleague set how long something is kept.",
    "people_retention_run": "started_by: who had what removed that was past its period.",
}


def rights_rows(person_ids: Sequence[int]) -> list[tuple[type[Model], QuerySet[Any]]]:
    """Table by table, what the desk holds about these records."""
    asked = RightsSubject.objects.filter(person_id__in=person_ids).values("request_id")
    return [
        (RightsRequest, RightsRequest.objects.filter(pk__in=asked)),
        (RightsSubject, RightsSubject.objects.filter(person_id__in=person_ids)),
        (RightsStep, RightsStep.objects.filter(request_id__in=asked)),
        (RightsArchive, RightsArchive.objects.filter(request_id__in=asked)),
    ]
