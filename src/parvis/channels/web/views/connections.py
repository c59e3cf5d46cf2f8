"""Settings → Connections."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from parvis.accounts.permissions import account_of
from parvis.channels.actions.connections import (
    change_connection,
    create_connection,
    pause_connection,
    resume_connection,
)
from parvis.channels.actions.fetch_soon import fetch_soon
from parvis.channels.logic.coverage import coverage_sentence
from parvis.channels.logic.protocol import Connector, ConnectorError
from parvis.channels.models import Connection
from parvis.channels.permissions import connection_for, visible_to
from parvis.channels.reads.connections import lately_rejected
from parvis.channels.reads.connectors import UnknownConnector, connector
from parvis.channels.reads.health import health_of, healths_of
from parvis.channels.web.forms import ConnectionForm
from parvis.channels.web.words import ADDABLE, CHANNEL_OF_KIND, KIND_NAMES
from parvis.foundation.clock import utc_now
from parvis.foundation.secrets import SecretsUnreadable, unseal
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import actor_of, screen

_FORM = ("GET", "HEAD", "POST")


@screen(permission="connections.manage")
def connections(request: HttpRequest) -> HttpResponse:
    """Every connection with its state; failing ones first."""
    found = sorted(visible_to(account_of(request)), key=lambda c: (c.failing_since is None, c.name.casefold()))
    healths = healths_of(found, now=utc_now())
    rows = [
        {
            "connection": c,
            "kind_name": KIND_NAMES.get(c.kind, c.kind),
            "can_fetch": _polls(c),
            "health": healths[c.pk],
        }
        for c in found
    ]
    return render(request, "channels/connections/index.html", {"rows": rows})


@screen(permission="connections.manage")
def choose(request: HttpRequest) -> HttpResponse:
    """Which kind."""
    kinds = [
        {"kind": kind, "name": name, "sentence": sentence, "icon": connector(kind).icon}
        for kind, (name, sentence) in ADDABLE.items()
    ]
    return render(request, "channels/connections/choose.html", {"kinds": kinds})


@screen(permission="connections.manage", methods=_FORM)
def add(request: HttpRequest, kind: str) -> HttpResponse:
    """A new connection; tested before or after it is kept, as one likes."""
    if kind not in ADDABLE:
        raise Http404
    form = ConnectionForm(request.POST or None, connector=connector(kind))
    result = _test_result(request, form, stored={})
    if request.method == "POST" and result is None and form.is_valid():
        made = create_connection(
            kind=kind,
            name=form.cleaned_data["name"],
            channel=CHANNEL_OF_KIND[kind],
            settings=form.settings(),
            secrets=form.secrets(),
            by=actor_of(request),
            now=utc_now(),
        )
        say(request, _("%(name)s is connected.") % {"name": made.name})
        if _polls(made):
            fetch_soon(made)
        return redirect("connection", made.pk)
    shown = {"form": form, "result": result, "kind": kind, "kind_name": KIND_NAMES[kind]}
    return _render_form(request, "channels/connections/add.html", shown)


@screen(permission="connections.manage", methods=_FORM)
def connection(request: HttpRequest, connection_id: int) -> HttpResponse:
    """One connection: its state, its fields, what can be done with it."""
    found = connection_for(account_of(request), connection_id)
    known = _connector_of(found)
    form = ConnectionForm(request.POST or None, connector=known, connection=found)
    result = _test_result(request, form, stored=_secrets_of(found))
    if request.method == "POST" and result is None and form.is_valid():
        change_connection(
            found,
            name=form.cleaned_data["name"],
            settings={**_kept_settings(found, known), **form.settings()},
            secrets=form.secrets(),
            by=actor_of(request),
            now=utc_now(),
        )
        say(request, _("Saved"))
        return redirect("connection", connection_id)
    contact_url = request.build_absolute_uri(f"/contact/{found.slug}/") if found.kind == "form" else ""
    return _render_form(
        request,
        "channels/connections/connection.html",
        {
            "connection": found,
            "form": form,
            "result": result,
            "kind_name": KIND_NAMES.get(found.kind, found.kind),
            "can_fetch": _polls(found),
            "can_test": _can_test(known) and found.kind != "file",
            "contact_url": contact_url,
            "rejected": lately_rejected(found) if found.kind != "file" else [],
            "health": health_of(found, now=utc_now()),
            "does_not_see": _translated(coverage_sentence(found.kind)),
        },
    )


@screen(permission="connections.manage", methods=("POST",))
def pause(request: HttpRequest, connection_id: int) -> HttpResponse:
    found = connection_for(account_of(request), connection_id)
    pause_connection(found, by=actor_of(request), now=utc_now())
    say(
        request,
        _("%(name)s is paused.") % {"name": found.name},
        undo_url=f"/settings/connections/{found.pk}/resume/",
    )
    return redirect("connection", connection_id)


@screen(permission="connections.manage", methods=("POST",))
def resume(request: HttpRequest, connection_id: int) -> HttpResponse:
    found = connection_for(account_of(request), connection_id)
    resume_connection(found, by=actor_of(request), now=utc_now())
    say(request, _("%(name)s works again.") % {"name": found.name})
    return redirect("connection", connection_id)


@screen(permission="connections.manage", methods=("POST",))
def fetch_now(request: HttpRequest, connection_id: int) -> HttpResponse:
    """Ask a worker to fetch without waiting for the turn."""
    found = connection_for(account_of(request), connection_id)
    if not _polls(found) or not found.is_active:
        raise Http404
    fetch_soon(found)
    say(request, _("What is new is being fetched. It appears by itself."))
    return redirect("connection", connection_id)


def _test_result(
    request: HttpRequest, form: ConnectionForm, *, stored: dict[str, Any]
) -> dict[str, Any] | None:
    """What the channel answered, where the test was asked for; None where it was not."""
    if request.method != "POST" or "test" not in request.POST:
        return None
    if not form.is_valid():
        return {"code": "incomplete", "detail": ""}
    check = form.connector.check
    try:
        if check is not None:
            check(form.settings(), {**stored, **form.secrets()})
    except ConnectorError as error:
        return {"code": error.code, "detail": error.detail}
    return {"code": "", "detail": ""}


def _render_form(request: HttpRequest, template: str, shown: dict[str, Any]) -> HttpResponse:
    if shown["result"] is not None and request.headers.get("HX-Request"):
        return render(request, "channels/connections/_result.html", shown)
    known: Connector = shown["form"].connector
    shown.setdefault("can_test", _can_test(known))
    return render(request, template, shown)


def _connector_of(found: Connection) -> Connector:
    """Of a source of files only the name is changed here: its columns are chosen at each import."""
    try:
        known = connector(found.kind)
    except UnknownConnector:
        return Connector(kind=found.kind, icon="plug")
    return Connector(kind=known.kind, icon=known.icon) if known.kind == "file" else known


def _kept_settings(found: Connection, known: Connector) -> dict[str, Any]:
    """What the form does not ask for stays: mappings, and what a connector keeps for itself."""
    asked = {field.name for field in known.fields} | {"reply_connection_id"}
    return {name: value for name, value in found.settings.items() if name not in asked}


def _secrets_of(found: Connection) -> dict[str, Any]:
    try:
        return unseal(found.sealed_secrets)
    except SecretsUnreadable:
        return {}


def _can_test(known: Connector) -> bool:
    return known.check is not None and not known.check_is_local


def _translated(sentence: str) -> str:
    return _(sentence) if sentence else ""  # the empty one is the catalogue's own head


def _polls(found: Connection) -> bool:
    """Whether it fetches by itself. One whose connector is no longer installed does not."""
    try:
        return connector(found.kind).poll_seconds is not None
    except UnknownConnector:
        return False
