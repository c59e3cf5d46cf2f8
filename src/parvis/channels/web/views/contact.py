"""The public contact form: the company's own page, no log-in, and three quiet traps for machines."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from parvis.channels.actions.contact import take_contact
from parvis.channels.logic.protocol import ConnectorError
from parvis.channels.models import Connection
from parvis.channels.permissions import contact_form
from parvis.channels.web.forms import ContactForm
from parvis.foundation.clock import utc_now
from parvis.foundation.secrets import keyed_hash

QUICKEST = timedelta(seconds=3)  # nobody types a name, an address and a message faster
MOST_PER_ADDRESS = 5
PER_SECONDS = 600
_SALT = "channels.contact"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest, slug: str) -> HttpResponse:
    """The form; what is sent becomes an item addressed to us."""
    connection = contact_form(slug)
    now = utc_now()
    if request.method != "POST":
        return _render(request, connection, ContactForm(), opened=opening(now))
    form = ContactForm(request.POST)
    nonce, problem = _read_opening(request.POST.get("opened", ""), now=now)
    if not form.is_valid():
        problem = "unreadable"
    elif form.cleaned_data["website"]:
        # A machine filled in what people do not see: it is told what it wants to hear.
        return redirect("contact-thanks", slug)
    elif not problem and not _may_send(request):
        problem = "too-often"
    if not problem:
        try:
            take_contact(connection, fields=_fields_of(form, request), submission_id=nonce, now=now)
        except ConnectorError:
            problem = "unreadable"
        else:
            return redirect("contact-thanks", slug)
    # The same opening again, except where it was none: a message sent twice is then still one message.
    opened = request.POST["opened"] if nonce else opening(now)
    return _render(request, connection, form, opened=opened, problem=problem)


@never_cache
@require_safe
def thanks(request: HttpRequest, slug: str) -> HttpResponse:
    """It has arrived."""
    return render(request, "channels/contact/thanks.html", {"connection": contact_form(slug)})


def opening(now: datetime) -> str:
    """When the form was shown, and a name for what will be sent with it; signed."""
    return signing.dumps({"at": now.timestamp(), "name": uuid.uuid4().hex}, salt=_SALT)


def _fields_of(form: ContactForm, request: HttpRequest) -> dict[str, str]:
    """As the connector names them. A stated customer number is a claim: it stands in the text, as said."""
    said = form.cleaned_data
    text = said["message"]
    if said["customer_number"]:
        text += "\n\n" + _("Customer number: %(number)s") % {"number": said["customer_number"]}
    return {
        "name": said["name"],
        "email": said["email"],
        "subject": said["subject"],
        "text": text,
        "customer_number": said["customer_number"],
        "page_url": request.build_absolute_uri(request.path),
    }


def _read_opening(token: str, *, now: datetime) -> tuple[str, str]:
    """(the name of the submission, the problem with it)."""
    try:
        opened = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return "", "too-fast"
    return opened["name"], "too-fast" if now.timestamp() - opened["at"] < QUICKEST.total_seconds() else ""


def _may_send(request: HttpRequest) -> bool:
    """Whether this visitor's address has not sent too often. The address is counted, not kept."""
    key = f"contact:{keyed_hash('rate-limit', _visitor_address(request))}"
    cache.add(key, 0, PER_SECONDS)
    try:
        return cache.incr(key) <= MOST_PER_ADDRESS
    except ValueError:  # ran out between the two
        return True


def _visitor_address(request: HttpRequest) -> str:
    """Behind a proxy (a public address is set) the proxy's word, else the other end of the line."""
    forwarded = request.headers.get("X-Forwarded-For", "")
    if settings.ORIGIN and forwarded:
        return forwarded.rpartition(",")[2].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def _render(
    request: HttpRequest, connection: Connection, form: ContactForm, *, opened: str, problem: str = ""
) -> HttpResponse:
    return render(
        request,
        "channels/contact/form.html",
        {
            "connection": connection,
            "form": form,
            "opened": opened,
            "problem": problem,
            "write_to_us": _("Write to us"),
        },
        status=429 if problem == "too-often" else 200,
    )
