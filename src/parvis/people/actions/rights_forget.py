"""Closed requests go when their proof is no longer needed: the owner's function takes their steps, which nobody else
can."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from parvis.people.actions.rights_archive import forget_archives
from parvis.people.models import RightsArchive


def forget_requests(ids: Sequence[int]) -> dict[str, int]:
    """Delete these closed requests with their steps and copies. Inside a transaction of a legal duty."""
    copies = RightsArchive.objects.filter(request_id__in=ids).values_list("pk", flat=True)
    forget_archives(list(copies))
    with connection.cursor() as cursor:
        cursor.execute("SELECT people_forget_requests(%s::bigint[])", [list(ids)])
        return {"people_rights_request": cursor.fetchone()[0]}
