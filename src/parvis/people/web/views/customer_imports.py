"""Files of customers: handed in, its columns named, compared with what is there, kept, taken back."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from parvis.foundation.access import purpose
from parvis.foundation.clock import utc_now
from parvis.foundation.exports import Table, csv_lines
from parvis.foundation.logic.typed import id_typed
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import actor_of, screen
from parvis.foundation.web.uploads import StoredUpload
from parvis.people.actions.customer_files import MOST_BYTES, customer_file, new_customer_file
from parvis.people.actions.customer_import import ImportRefused, begin_reading, first_rows, open_import
from parvis.people.actions.customer_keep import begin_keeping, decide_row
from parvis.people.actions.customer_undo import begin_undoing
from parvis.people.logic.customers.errors import NotATable
from parvis.people.models import CustomField, ImportRow, PeopleImport, Person
from parvis.people.web.import_sentences import (
    FILE_PROBLEMS,
    ROW_PROBLEMS,
    RULES,
    STATES,
    STEP_PROBLEMS,
    field_choices,
    field_word,
    said,
)
from parvis.people.web.screens import person_screen

ON_A_PAGE = 50
_MANAGE = "people.manage"


@person_screen(permission=_MANAGE)
def customer_imports(request: HttpRequest) -> HttpResponse:
    after = id_typed(request.GET.get("after", ""))
    rows = PeopleImport.objects.order_by("-pk")
    found = list((rows.filter(pk__lt=after) if after else rows)[: ON_A_PAGE + 1])
    context = {
        "runs": found[:ON_A_PAGE],
        "next_key": found[ON_A_PAGE - 1].pk if len(found) > ON_A_PAGE else None,
    }
    return render(request, "people/customers/index.html", context)


@csrf_exempt  # checked in _new, after the handler is in place: reading the form starts the upload
@screen(permission=_MANAGE, methods=("GET", "HEAD", "POST"))
def customer_import_new(request: HttpRequest) -> HttpResponse:
    handler = StoredUpload(new_path=new_customer_file, most_bytes=MOST_BYTES)
    request.upload_handlers = [handler]
    response: HttpResponse = csrf_protect(_new)(request, handler)
    return response


def _new(request: HttpRequest, handler: StoredUpload) -> HttpResponse:
    problem = ""
    if request.method == "POST":
        given: Any = request.FILES.get("file")
        if handler.is_too_large:
            problem = said(FILE_PROBLEMS, "too-large")
        elif given is None:
            problem = _("Choose a file.")
        else:
            try:
                run = open_import(
                    given.stored_name, file_name=given.name or "", by=actor_of(request), now=utc_now()
                )
            except NotATable as error:
                customer_file(given.stored_name).unlink(missing_ok=True)
                problem = said(FILE_PROBLEMS, error.code, error.detail)
            else:
                return redirect("customer-import-columns", run.pk)
    return render(request, "people/customers/new.html", {"problem": problem}, status=400 if problem else 200)


@person_screen(permission=_MANAGE, methods=("GET", "HEAD", "POST"))
def customer_import_columns(request: HttpRequest, customer_import_id: int) -> HttpResponse:
    run, problem = _run(customer_import_id), ""
    headers = run.layout["headers"]
    typed = request.POST if request.method == "POST" else None
    mapping = dict(run.mapping)
    if typed is not None:
        known = {name for name, _word in field_choices()}
        mapping = {
            str(at): field
            for at in range(len(headers))
            if (field := typed.get(f"column-{at}", "")) and field in known
        }
        try:
            begin_reading(
                run,
                mapping={int(at): field for at, field in mapping.items()},
                rule=typed.get("rule", ""),
                system=typed.get("system", ""),
                as_of=_as_of(typed.get("as_of", "")),
                by=actor_of(request),
                now=utc_now(),
            )
        except ImportRefused as error:
            problem = said(STEP_PROBLEMS, error.code)
        else:
            return redirect("customer-import", run.pk)
    try:
        sample = first_rows(run)
    except (NotATable, FileNotFoundError):
        sample, problem = [], problem or said(FILE_PROBLEMS, "file-gone")
    columns = [
        {"at": at, "header": header, "field": mapping.get(str(at), ""),
         "sample": [row[at] for row in sample if row[at]][:3]}
        for at, header in enumerate(headers)
    ]  # fmt: skip
    return render(
        request,
        "people/customers/columns.html",
        {
            "run": run,
            "columns": columns,
            "choices": field_choices(),
            "rules": RULES,
            "rule": typed.get("rule", "") if typed is not None else run.rule,
            "system": typed.get("system", "") if typed is not None else run.system,
            "as_of": typed.get("as_of", "") if typed is not None else "",
            "has_repeated": "headers-repeated" in run.layout.get("notes", ()),
            "problem": problem,
        },
        status=400 if typed is not None else 200,
    )


@person_screen(permission=_MANAGE)
def customer_import(request: HttpRequest, customer_import_id: int) -> HttpResponse:
    run = _run(customer_import_id)
    if run.state == "columns":
        return redirect("customer-import-columns", run.pk)
    is_at_work = run.state in ("waiting", "reading", "keeping", "undoing")
    state = request.GET.get("state", "")
    if state not in STATES:
        state = next(
            (one for one in ("ask", "alike", "changed", "new", "refused", "same") if run.counts.get(one)),
            "new",
        )
    after = id_typed(request.GET.get("after", "")) or 0
    rows: list[ImportRow] = []
    if not is_at_work:
        rows = list(
            ImportRow.objects.filter(run=run, state=state, line__gt=after).order_by("line")[: ON_A_PAGE + 1]
        )
    context = {
        "run": run,
        "is_at_work": is_at_work,
        "percent": _percent(run),
        "counts": [(code, word, run.counts.get(code, 0)) for code, word in STATES.items()],
        "results": run.counts,
        "left_out": run.counts.get("left_out", 0),
        "state": state,
        "rows": _shown(rows[:ON_A_PAGE]),
        "next_key": rows[ON_A_PAGE - 1].line if len(rows) > ON_A_PAGE else None,
        "problem": said(FILE_PROBLEMS, run.error_code, run.error_detail) if run.error_code else "",
        "kept": run.counts.get("new", 0) + run.counts.get("changed", 0) + run.counts.get("ask", 0),
    }
    part = request.headers.get("HX-Target") == "customer-import"
    return render(
        request, "people/customers/_import.html" if part else "people/customers/import.html", context
    )


@person_screen(permission=_MANAGE, methods=("POST",))
def customer_import_keep(request: HttpRequest, customer_import_id: int) -> HttpResponse:
    return _step(request, customer_import_id, begin_keeping)


@person_screen(permission=_MANAGE, methods=("POST",))
def customer_import_undo(request: HttpRequest, customer_import_id: int) -> HttpResponse:
    return _step(request, customer_import_id, begin_undoing)


@person_screen(permission=_MANAGE, methods=("POST",))
def customer_row_decide(request: HttpRequest, customer_row_id: int) -> HttpResponse:
    row = ImportRow.objects.filter(pk=customer_row_id).first()
    if row is None:
        raise Http404
    decision, _sep, person = request.POST.get("decision", "").partition(":")
    try:
        decide_row(
            row, decision=decision, person_id=id_typed(person) or None, by=actor_of(request), now=utc_now()
        )
    except ImportRefused as error:
        say(request, said(STEP_PROBLEMS, error.code), tone="danger")
    state = request.POST.get("state", "")
    return redirect(f"/people/files/{row.run_id}/" + (f"?state={state}" if state in STATES else ""))


@person_screen(permission=_MANAGE)
def customer_import_refused(request: HttpRequest, customer_import_id: int) -> HttpResponseBase:
    """The rows that were not kept, with the reason, to be put right and handed in again."""
    run = _run(customer_import_id)
    table = Table(
        run.file_name,
        [_("Line"), _("Why"), _("What stands there")],
        _refused(run.pk),
    )
    response = StreamingHttpResponse(csv_lines(table), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="refused-rows.csv"'
    response["Cache-Control"] = "private, no-store"
    return response


def _refused(run_id: int) -> Any:
    after = 0
    while True:
        # A page at a time, each in a transaction of its own: the file is sent when the view has ended.
        with purpose("service"):
            rows = list(
                ImportRow.objects.filter(run_id=run_id, line__gt=after)
                .exclude(reason="", state__in=("new", "changed", "same", "ask"))
                .order_by("line")[:2000]
            )
        if not rows:
            return
        for row in rows:
            reason = row.reason or row.state
            why = (
                said(ROW_PROBLEMS, reason, row.detail)
                if row.reason
                else str(STATES.get(row.state, row.state))
            )
            shown = row.excerpt or " ".join(
                filter(None, (row.customer_number, row.given_name, row.family_name, row.city))
            )
            yield [row.line, why, shown]
        after = rows[-1].line


def _step(request: HttpRequest, import_id: int, begin: Any) -> HttpResponse:
    run = _run(import_id)
    try:
        begin(run, by=actor_of(request), now=utc_now())
    except ImportRefused as error:
        say(request, said(STEP_PROBLEMS, error.code), tone="danger")
    return redirect("customer-import", run.pk)


def _shown(rows: list[ImportRow]) -> list[dict[str, Any]]:
    own = dict(CustomField.objects.values_list("pk", "name")) if rows else {}
    ids = {one["person_id"] for row in rows for one in row.candidates} | {row.person_id for row in rows}
    persons = Person.objects.in_bulk([pk for pk in ids if pk])
    return [
        {
            "row": row,
            "name": f"{row.given_name} {row.family_name}".strip() or row.customer_number or row.external_id,
            "person": persons.get(row.person_id or 0),
            "candidates": [
                {"person": persons[one["person_id"]], "why": one["why"]}
                for one in row.candidates
                if one["person_id"] in persons
            ],
            "differences": [
                {"word": field_word(name, own), "old": old, "new": new, "is_held": name in row.held_back}
                for name, (old, new) in row.differences.items()
            ],
            "addresses": ", ".join(one["value"] for one in row.points),
            "why": said(ROW_PROBLEMS, row.reason, row.detail) if row.reason else "",
        }
        for row in rows
    ]


def _percent(run: PeopleImport) -> int:
    """How much of the present step is done; reading has no end that is known before."""
    if run.state in ("keeping", "undoing") and run.rows:
        first = ImportRow.objects.filter(run=run).order_by("pk").values_list("pk", flat=True).first() or 0
        return max(0, min(100, round(100 * (run.done_upto - first) / run.rows)))
    return 0


def _as_of(written: str) -> datetime | None:
    try:
        day = parse_date(written.strip())
    except ValueError:
        return None
    return datetime.combine(day, time(23, 59, 59), tzinfo=get_default_timezone()) if day else None


def _run(import_id: int) -> PeopleImport:
    found = PeopleImport.objects.filter(pk=import_id).first()
    if found is None:
        raise Http404
    return found
