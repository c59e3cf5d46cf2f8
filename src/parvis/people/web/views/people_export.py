"""Records taken out as a file: under a purpose that is said, written down with who took how many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import pgettext

from parvis.foundation.audit import record
from parvis.foundation.clock import utc_now
from parvis.foundation.exports import FORMS, Table, can_write_parquet
from parvis.foundation.web.downloads import download
from parvis.foundation.web.screens import actor_of
from parvis.people.models import Segment
from parvis.people.reads.customer_export import export_columns, export_rows
from parvis.people.reads.segments import purposes_of_segments
from parvis.people.web.screens import person_screen


@person_screen(permission="people.manage", methods=("GET", "HEAD", "POST"))
def people_export(request: HttpRequest) -> HttpResponseBase:
    """Everybody whom the chosen purpose shows."""
    purposes = [(code, settings.PURPOSES[code]) for code in purposes_of_segments()]
    if request.method == "POST" and request.POST.get("purpose", "") in dict(purposes):
        return _file(request, under=request.POST["purpose"], segment=None)
    return render(
        request,
        "people/groups/export.html",
        {
            "purposes": purposes,
            "can_parquet": can_write_parquet(),
            "groups": Segment.objects.order_by("name")[:100],
            "must_choose": request.method == "POST",
        },
        status=400 if request.method == "POST" else 200,
    )


@person_screen(permission="people.manage", methods=("POST",))
def segment_export(request: HttpRequest, segment_id: int) -> HttpResponseBase:
    """Who is in the group, under the group's own purpose."""
    segment = Segment.objects.filter(pk=segment_id).first()
    if segment is None:
        raise Http404
    return _file(request, under=segment.purpose, segment=segment)


def _file(request: HttpRequest, *, under: str, segment: Segment | None) -> HttpResponse | HttpResponseBase:
    form = next((one for one in FORMS if one == request.POST.get("form")), None)
    if form is None or (form == "parquet" and not can_write_parquet()):
        raise Http404
    now = utc_now()
    columns = export_columns()
    rows = _Counted(export_rows(under=under, segment=segment, now=now))
    table = Table(
        segment.name if segment else pgettext("page", "People"), list(columns), rows, list(columns.values())
    )
    response = download(form, [table], name=f"people-{now:%Y-%m-%d}")
    told = {"group": segment.name} if segment else {}
    record(
        "people.exported",
        segment,
        by=actor_of(request),
        now=now,
        purpose=under,
        form=form,
        rows=rows.count,
        **told,
    )
    return response


class _Counted:
    """Rows that say afterwards how many they were."""

    def __init__(self, rows: Iterable[Sequence[Any]]) -> None:
        self.rows, self.count = rows, 0

    def __iter__(self) -> Iterator[Sequence[Any]]:
        for row in self.rows:
            self.count += 1
            yield row
