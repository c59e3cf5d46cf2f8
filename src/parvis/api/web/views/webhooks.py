"""Settings → Webhooks: addresses that are told what happens here, and what became of each delivery."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from parvis.api.actions import webhooks as acts
from parvis.api.logic.errors import WebhookRefused
from parvis.api.models import WebhookDelivery, WebhookEndpoint
from parvis.api.permissions import delivery_for, visible_to, webhook_for
from parvis.api.reads.webhooks import page_of_deliveries
from parvis.api.web.forms import WebhookForm
from parvis.api.web.words import ERRORS, EVENTS, REASONS, REFUSALS, STATES
from parvis.foundation.clock import utc_now
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import actor_of, screen

_FORM = ("GET", "HEAD", "POST")
managing = screen(permission="connections.manage", methods=("POST",))
# Where what happens here is told, and what proves that it is us.
deciding = screen(permission="connections.manage", methods=_FORM, confirmed=True)


@screen(permission="connections.manage")
def webhooks(request: HttpRequest) -> HttpResponse:
    """Every webhook with its state."""
    rows = [
        {"webhook": one, "events": [EVENTS.get(name, name) for name in one.events], "reason": _reason(one)}
        for one in visible_to(request.user)  # type: ignore[arg-type]
    ]
    return render(request, "api/webhooks/index.html", {"rows": rows})


@deciding
def add(request: HttpRequest) -> HttpResponse:
    """A new one; its secret is shown this once."""
    form = WebhookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made, secret = acts.create_webhook(**form.cleaned_data, by=actor_of(request), now=utc_now())
        except WebhookRefused as error:
            form.add_error(_field_of(error), REFUSALS[error.code])
        else:
            return _with_secret(request, made, secret)
    return render(request, "api/webhooks/edit.html", {"form": form, "webhook": None})


@deciding
def webhook(request: HttpRequest, webhook_id: int) -> HttpResponse:
    """Its fields, and the log of what it was told."""
    found = webhook_for(request.user, webhook_id)  # type: ignore[arg-type]
    form = WebhookForm(
        request.POST or None, initial={"name": found.name, "url": found.url, "events": found.events}
    )
    if request.method == "POST" and form.is_valid():
        try:
            acts.change_webhook(found, **form.cleaned_data, by=actor_of(request), now=utc_now())
        except WebhookRefused as error:
            form.add_error(_field_of(error), REFUSALS[error.code])
        else:
            say(request, _("Saved"))
            return redirect("webhook", found.pk)
    return _page(request, found, form)


@screen(permission="connections.manage", methods=("POST",), confirmed=True)
def secret(request: HttpRequest, webhook_id: int) -> HttpResponse:
    """Another secret, shown this once."""
    found = webhook_for(request.user, webhook_id)  # type: ignore[arg-type]
    return _with_secret(request, found, acts.renew_secret(found, by=actor_of(request), now=utc_now()))


@managing
def switch(request: HttpRequest, webhook_id: int) -> HttpResponse:
    """Off when it is on, on when it is off."""
    found = webhook_for(request.user, webhook_id)  # type: ignore[arg-type]
    if found.is_active:
        acts.disable_webhook(found, reason="by-hand", by=actor_of(request), now=utc_now())
        say(request, _("%(name)s is told nothing more.") % {"name": found.name})
    else:
        acts.enable_webhook(found, by=actor_of(request), now=utc_now())
        say(request, _("%(name)s is told again what happens from now on.") % {"name": found.name})
    return redirect("webhook", found.pk)


@managing
def test(request: HttpRequest, webhook_id: int) -> HttpResponse:
    found = webhook_for(request.user, webhook_id)  # type: ignore[arg-type]
    acts.send_test(found, by=actor_of(request), now=utc_now())
    say(request, _("A test is on its way. What came of it stands in the log."))
    return redirect("webhook", found.pk)


@managing
def delete(request: HttpRequest, webhook_id: int) -> HttpResponse:
    found = webhook_for(request.user, webhook_id)  # type: ignore[arg-type]
    acts.delete_webhook(found, by=actor_of(request), now=utc_now())
    say(request, _("%(name)s is deleted, with its log.") % {"name": found.name})
    return redirect("webhooks")


@managing
def replay(request: HttpRequest, delivery_id: int) -> HttpResponse:
    found = delivery_for(request.user, delivery_id)  # type: ignore[arg-type]
    try:
        acts.replay(found, by=actor_of(request), now=utc_now())
    except WebhookRefused as error:
        say(request, str(REFUSALS[error.code]), tone="warning")
    else:
        say(request, _("It is on its way again, under the same id."))
    return redirect("webhook", found.endpoint_id)


def _page(request: HttpRequest, found: WebhookEndpoint, form: WebhookForm) -> HttpResponse:
    page = page_of_deliveries(found, after=request.GET.get("after", ""))
    return render(
        request,
        "api/webhooks/webhook.html",
        {
            "webhook": found,
            "form": form,
            "reason": _reason(found),
            "deliveries": [_shown(one) for one in page.deliveries],
            "next_key": page.next_key,
        },
    )


def _with_secret(request: HttpRequest, found: WebhookEndpoint, written: str) -> HttpResponse:
    """Answered at once instead of by another page: the secret is in no session and in no log."""
    return render(request, "api/webhooks/secret.html", {"webhook": found, "secret": written})


def _shown(one: WebhookDelivery) -> dict[str, Any]:
    word, tone = STATES[one.state]
    return {
        "delivery": one,
        "event": EVENTS.get(one.event, one.event),
        "word": word,
        "tone": tone,
        "payload": json.dumps(one.payload, ensure_ascii=False, indent=2),
        "tries": [
            {"at": each.at, "status": each.status, "error": ERRORS.get(each.error_code, each.error_code),
             "answer": each.answer, "took": each.took_milliseconds}
            for each in one.tries.all()
        ],
    }  # fmt: skip


def _reason(one: WebhookEndpoint) -> Any:
    return REASONS.get(one.disabled_reason, "") if not one.is_active else ""


def _field_of(error: WebhookRefused) -> str | None:
    return {"address-unfit": "url", "unknown-event": "events", "no-event": "events"}.get(error.code)
