"""/listen/mentions/export/<form>/: the mentions of a selection, or those ticked, taken away as a file. Logged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.http import FileResponse, Http404, HttpRequest
from django.utils.translation import pgettext

from parvis.accounts.permissions import account_of
from parvis.foundation.audit import record
from parvis.foundation.clock import utc_now
from parvis.foundation.exports import FORMS, Table, can_write_parquet
from parvis.foundation.logic.typed import id_typed
from parvis.foundation.web.downloads import download
from parvis.foundation.web.screens import actor_of, screen
from parvis.listening.reads.export_rows import COLUMNS, export_rows
from parvis.listening.web.filters import selection_of

MOST_CHOSEN = 200


@screen(permission="mentions.view", purpose="listening", methods=("POST",))
def export(request: HttpRequest, form: str) -> FileResponse:
    """The file is whole before it is sent: no half of one looks like all."""
    asked = next((one for one in FORMS if one == form), None)
    if asked is None or (asked == "parquet" and not can_write_parquet()):
        raise Http404(form)
    user, selection, chosen = account_of(request), selection_of(request), chosen_ids(request)
    rows = _Counted(export_rows(user, selection, chosen=chosen))
    table = Table(pgettext("page", "Mentions"), list(COLUMNS), rows, [kind for _, kind in COLUMNS.values()])
    name = f"mentions-{selection.period.first:%Y-%m-%d}-{selection.period.last:%Y-%m-%d}"
    response = download(asked, [table], name=name)
    record(
        "mentions.exported",
        by=actor_of(request),
        now=utc_now(),
        form=form,
        rows=rows.count,
        narrowed={"chosen": len(chosen)} if chosen else selection.query,
    )
    return response


def chosen_ids(request: HttpRequest) -> list[int]:
    """The mentions that were ticked; what is no id is ignored."""
    typed = (id_typed(value) for value in request.POST.getlist("chosen")[:MOST_CHOSEN])
    return sorted({mention_id for mention_id in typed if mention_id})


class _Counted:
    """Rows that say afterwards how many they were."""

    def __init__(self, rows: Iterable[Sequence[Any]]) -> None:
        self.rows, self.count = rows, 0

    def __iter__(self) -> Iterator[Sequence[Any]]:
        for row in self.rows:
            self.count += 1
            yield row
