"""Imports: a file is handed in, its columns are shown, and what became of each row is told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from parvis.accounts.permissions import account_of
from parvis.channels.actions.connections import source_of_files
from parvis.channels.actions.import_file import start_import
from parvis.channels.actions.uploads import forget_old_uploads, upload_path
from parvis.channels.logic.protocol import ConnectorError
from parvis.channels.models import Connection
from parvis.channels.permissions import import_for, imports_visible_to, visible_to
from parvis.channels.reads.connections import file_sources, page_of_imports, page_of_rejected
from parvis.channels.reads.layouts import FileLayout, fitting_layout
from parvis.channels.web.forms import NEW_SOURCE, ColumnsForm, UploadForm
from parvis.channels.web.uploads import MOST_BYTES, ImportUpload
from parvis.channels.web.words import IMPORT_FIELDS, LAYOUT_NOTES
from parvis.foundation.clock import utc_now
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import actor_of, screen

PREVIEW_ROWS = 5
_SALT = "channels.import"
_FORM = ("GET", "HEAD", "POST")


@screen(permission="mentions.import")
def imports(request: HttpRequest) -> HttpResponse:
    """Every import, newest first, and the sources they went into."""
    page = page_of_imports(imports_visible_to(account_of(request)), after=request.GET.get("after", ""))
    return render(
        request,
        "channels/imports/index.html",
        {"page": page, "sources": file_sources(visible_to(account_of(request)))},
    )


@csrf_exempt  # checked in _start, after the handler is in place: reading the form starts the upload
@screen(permission="mentions.import", methods=_FORM)
def start(request: HttpRequest) -> HttpResponse:
    """The first step: the file goes straight to where it will be read."""
    handler = ImportUpload(most_bytes=MOST_BYTES)
    request.upload_handlers = [handler]
    response: HttpResponse = csrf_protect(_start)(request, handler)
    return response


def _start(request: HttpRequest, handler: ImportUpload) -> HttpResponse:
    visible = visible_to(account_of(request))
    if request.method != "POST":
        return render(request, "channels/imports/start.html", {"form": UploadForm(visible=visible)})
    form = UploadForm(request.POST, request.FILES, visible=visible)
    if handler.is_too_large:
        form.add_error(
            "file", _("This file is larger than 500 MB. Cut it, or use the command “parvis import”.")
        )
    problem = None
    if form.is_valid():
        wish = {
            "stored": form.cleaned_data["file"].stored_name,
            "name": form.cleaned_data["file"].name,
            "mode": form.cleaned_data["mode"],
            "source": "" if form.cleaned_data["source"] == NEW_SOURCE else form.cleaned_data["source"],
            "new_name": form.cleaned_data["new_name"],
            "channel": form.cleaned_data["channel"],
            "by": request.user.pk,
        }
        source = form.sources.get(wish["source"])
        try:
            _layout(wish, source, {})
        except ConnectorError as error:
            problem = {"code": error.code, "detail": error.detail}
        else:
            forget_old_uploads(now=utc_now())
            query = QueryDict(mutable=True)
            query["file"] = signing.dumps(wish, salt=_SALT)
            return redirect(f"{reverse('import-columns')}?{query.urlencode()}")
        upload_path(wish["stored"]).unlink(missing_ok=True)
    return render(request, "channels/imports/start.html", {"form": form, "problem": problem})


@screen(permission="mentions.import", methods=_FORM)
def columns(request: HttpRequest) -> HttpResponse:
    """The second step: which column is what, with the first rows as they would be read."""
    token = request.GET.get("file", "")
    wish = _read_wish(request, token)
    source = visible_to(account_of(request)).filter(pk=wish["source"]).first() if wish["source"] else None
    try:
        layout = _layout(wish, source, {})
    except ConnectorError:
        raise Http404 from None
    is_typed = request.method == "POST" or "column_text" in request.GET
    form = ColumnsForm(
        (request.POST or request.GET) if is_typed else None,
        layout=layout,
        mode=wish["mode"],
        initial={"time_zone": (source.settings if source else {}).get("time_zone", "")},
    )
    problem = None
    if request.method == "POST" and form.is_valid():
        try:
            _layout(wish, source, form.options())
        except ConnectorError as error:
            problem = {"code": error.code, "detail": error.detail}
        else:
            return _begin(request, wish, source, form.options())
    mapping = form.mapping() if is_typed and form.is_valid() else dict(layout.mapping)
    return render(
        request,
        "channels/imports/columns.html",
        {
            "form": form,
            "layout": layout,
            "wish": wish,
            "source_name": source.name if source else wish["new_name"],
            "notes": [LAYOUT_NOTES[code] for code in layout.notes if code in LAYOUT_NOTES],
            "preview": _preview(layout, mapping),
            "problem": problem,
            "action": f"{reverse('import-columns')}?{_token_query(token)}",
        },
    )


@screen(permission="mentions.import")
def one_import(request: HttpRequest, import_id: int) -> HttpResponse:
    """How far it is, then what came of it. Leave and come back: it goes on without this page."""
    run = import_for(account_of(request), import_id)
    shown = {
        "run": run,
        **{
            name: number_format(getattr(run, name))
            for name in ("count_new", "count_repeated", "count_rejected")
        },
        "is_over": run.state in ("done", "failed"),
        "rejected": page_of_rejected(run, after=request.GET.get("after", "")),
        "percent": round(100 * run.position_done / run.position_total) if run.position_total else 0,
    }
    is_fragment = request.headers.get("HX-Request") and "after" not in request.GET
    template = "channels/imports/_progress.html" if is_fragment else "channels/imports/import.html"
    return render(request, template, shown)


@screen(permission="mentions.import", methods=("POST",))
def again(request: HttpRequest, import_id: int) -> HttpResponse:
    """The same file once more: what is there already is not taken twice."""
    run = import_for(account_of(request), import_id)
    path = Path(run.path)
    if not path.is_file():
        say(
            request,
            _("The file is no longer kept here. Hand it in again: nothing is taken twice."),
            tone="warning",
        )
        return redirect("import", import_id)
    options = {name: value for name, value in run.mapping.items() if name != "mode"}
    fresh = start_import(
        run.connection,
        path=path,
        mode=run.mapping.get("mode", "mentions"),
        file_name=run.file_name,
        options=options,
        by=actor_of(request),
        now=utc_now(),
    )
    return redirect("import", fresh.pk)


def _begin(
    request: HttpRequest, wish: dict[str, Any], source: Connection | None, options: dict[str, Any]
) -> HttpResponse:
    if source is None:
        source = source_of_files(
            wish["new_name"], channel=wish["channel"] or "file", by=actor_of(request), now=utc_now()
        )
    run = start_import(
        source,
        path=upload_path(wish["stored"]),
        mode=wish["mode"],
        file_name=wish["name"],
        options=options,
        by=actor_of(request),
        now=utc_now(),
    )
    return redirect("import", run.pk)


def _layout(wish: dict[str, Any], source: Connection | None, options: dict[str, Any]) -> FileLayout:
    remembered = (source.settings if source else {}).get("mapping") or {}
    return fitting_layout(
        upload_path(wish["stored"]), mode=wish["mode"], remembered=remembered, options=options
    )


def _read_wish(request: HttpRequest, token: str) -> dict[str, Any]:
    """The first step's answers, signed; valid for a day, for whoever gave them, while the file is there."""
    try:
        wish: dict[str, Any] = signing.loads(token, salt=_SALT, max_age=86400)
    except signing.BadSignature:
        raise Http404 from None
    if wish["by"] != request.user.pk or not upload_path(wish["stored"]).is_file():
        raise Http404
    return wish


def _token_query(token: str) -> str:
    query = QueryDict(mutable=True)
    query["file"] = token
    return query.urlencode()


def _preview(layout: FileLayout, mapping: dict[str, str]) -> dict[str, Any]:
    """The first rows, field by field."""
    return {
        "heads": [IMPORT_FIELDS.get(field, field) for field in mapping],
        "rows": [
            [row.get(column, "") for column in mapping.values()] for row in layout.sample[:PREVIEW_ROWS]
        ],
    }
