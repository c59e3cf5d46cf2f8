"""The rights desk: the list in the order of its clock, a request with everything about it, and writing one down."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import get_current_timezone, localdate
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from parvis.accounts.models import User
from parvis.accounts.permissions import account_of
from parvis.foundation.access import purpose
from parvis.foundation.clock import utc_now
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.components.places import Tab
from parvis.foundation.web.screens import actor_of, screen
from parvis.people.actions.rights import receive_request
from parvis.people.actions.rights_form import form_address
from parvis.people.logic.rights_clock import SOON_DAYS
from parvis.people.models import ContactPoint, Erasure, Identity, Person, RightsRequest
from parvis.people.permissions import can_view_people, purpose_of, request_for
from parvis.people.reads.behind import identity_ids_of
from parvis.people.reads.rights import handles_of, rights_counts, rights_page, subject_ids, subjects_of
from parvis.people.reads.rights_drafts import GROUNDS, answer_draft
from parvis.people.web.rights_forms import DecisionForm, IdentityForm, RequestForm
from parvis.people.web.rights_words import (
    EXPLAINED,
    OBJECTIONS,
    RIGHTS,
    STATES,
    STEPS,
    WAYS,
)

ON_A_PAGE = 50
TONES = {
    "new": "accent",
    "working": "information",
    "identity": "warning",
    "answered": "success",
    "refused": "neutral",
}


@screen(permission="privacy.manage", purpose="legal_duty")
def rights(request: HttpRequest) -> HttpResponse:
    """Open requests, the soonest due first."""
    user = account_of(request)
    shown = request.GET.get("show", "open")
    shown = shown if shown in ("open", "closed", "mine") else "open"
    after = request.GET.get("after", "0")
    today = localdate()
    page = rights_page(
        shown="open" if shown == "mine" else shown,
        right=request.GET.get("right", "") if request.GET.get("right") in RIGHTS else "",
        mine=user.pk if shown == "mine" else None,
        after=int(after) if after.isdecimal() and len(after) < 9 else 0,
        most=ON_A_PAGE,
    )
    counts = rights_counts(today=today)
    address = reverse("rights")
    return render(
        request,
        "people/rights/index.html",
        {
            "rows": [row_shown(one, today=today) for one in page.rows],
            "page": page,
            "counts": counts,
            "tabs": [
                Tab(_("Open requests"), address, shown == "open", counts.open),
                Tab(_("Mine"), f"{address}?show=mine", shown == "mine"),
                Tab(_("Closed"), f"{address}?show=closed", shown == "closed"),
            ],
            "shown": shown,
            "rights": RIGHTS,
            "right": request.GET.get("right", ""),
            "form_address": request.build_absolute_uri(form_address()),
        },
    )


@screen(permission="people.view", methods=("GET", "HEAD", "POST"))
def rights_new(request: HttpRequest) -> HttpResponse:
    """Write down what somebody asked for: open to everybody who talks with people. The officer takes it from there."""
    user = account_of(request)
    with purpose(purpose_of(user)):
        person, identity = _asked_about(request, user)
        form = RequestForm(request.POST or None, initial=_initial(request, person, identity))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        received_on: date = said.pop("received_on")
        now = utc_now()
        noon = datetime.combine(received_on, time(12), tzinfo=get_current_timezone())
        made = receive_request(
            **said,
            received_at=noon,
            reference=_own_path(request.GET.get("reference", "")),
            person_ids=[person.pk] if person else [],
            identity_ids=[identity.pk] if identity else [],
            by=actor_of(request),
            now=now,
        )
        say(
            request,
            _("Request no. %(number)s is written down. It is due on %(day)s.")
            % {"number": made.pk, "day": made.due_on.strftime("%d/%m/%Y")},
        )
        if user.may("privacy.manage"):
            return redirect("rights-request", made.pk)
        return redirect(_own_path(request.GET.get("next", "")) or reverse("people"))
    page = {"form": form, "person": person, "identity": identity}
    return render(request, "people/rights/new.html", page, status=400 if form.errors else 200)


@screen(permission="privacy.manage", purpose="legal_duty")
def rights_request(request: HttpRequest, request_id: int) -> HttpResponse:
    found = request_for(account_of(request), request_id)
    return render(request, "people/rights/request.html", request_context(request, found))


def request_context(request: HttpRequest, found: RightsRequest, **forms: Any) -> dict[str, Any]:
    """Everything about one request; forms: what was typed and refused."""
    persons, identities = subject_ids(found)
    link = request.session.get(f"copy-link-{found.pk}", "")
    ground = request.GET.get("ground", "")
    ground = ground if ground in GROUNDS else ""
    draft = answer_draft(found, link=link, ground=ground) if found.state in RightsRequest.OPEN else ""
    erasure = Erasure.objects.filter(request=found).order_by("-id").first()
    return {
        "found": found,
        "row": row_shown(found, today=localdate()),
        "explained": EXPLAINED[found.right],
        "ground_words": GROUNDS.get(found.refusal_ground, ""),
        "objections": [OBJECTIONS.get(one, one) for one in found.purposes],
        "subjects": subjects_of(found),
        "handles": handles_of(found),
        "has_subjects": bool(persons or identities),
        "is_restricted": bool(persons)
        and not Person.objects.filter(pk__in=persons, is_restricted=False).exists(),
        "steps": [{"step": one, "word": STEPS.get(one.verb, one.verb)} for one in found.steps.all()],
        "archives": list(found.archives.order_by("-id")[:5]),
        "copy_link": link,
        "erasure": erasure,
        "is_open": found.state in RightsRequest.OPEN,
        "officers": list(
            User.objects.filter(is_active=True)
            .filter(pk__in=[one.pk for one in _officers()])
            .order_by("name")
        ),
        "identity_form": forms.get("identity_form") or IdentityForm(auto_id="identity_%s"),
        "decision_form": forms.get("decision_form")
        or DecisionForm(
            initial={
                "answer": draft,
                "answered_how": "mail" if found.requester_email else "inbox" if found.reference else "letter",
            }
        ),
        "may_see_reference": account_of(request).may("conversations.view"),
    }


def row_shown(one: RightsRequest, *, today: date) -> dict[str, Any]:
    """One request with its clock in words."""
    left = (one.due_on - today).days
    is_open = one.state in RightsRequest.OPEN
    if not is_open:
        clock, tone = "", ""
    elif left < 0:
        clock = ngettext("%(n)d day late", "%(n)d days late", -left) % {"n": -left}
        tone = "danger"
    elif left == 0:
        clock, tone = _("due today"), "danger"
    else:
        clock = ngettext("%(n)d day left", "%(n)d days left", left) % {"n": left}
        tone = "warning" if left <= SOON_DAYS else "neutral"
    return {
        "request": one,
        "right": RIGHTS[one.right],
        "state": STATES[one.state],
        "state_tone": TONES.get(one.state, "neutral"),
        "way": WAYS.get(one.channel, one.channel),
        "clock": clock,
        "clock_tone": tone,
        "is_overdue": is_open and left < 0,
        "who": one.requester_name or one.requester_email or _("name not given"),
    }


def _officers() -> list[User]:
    return [one for one in User.objects.filter(is_active=True) if one.may("privacy.manage")]


def _asked_about(request: HttpRequest, user: User) -> tuple[Person | None, Identity | None]:
    """The record and the handle that the address names, where this account may see them."""
    if not can_view_people(user):
        raise Http404
    ids = {
        name: int(value) if (value := request.GET.get(name, "")).isdecimal() and len(value) < 19 else 0
        for name in ("person", "identity")
    }
    return (
        Person.objects.filter(pk=ids["person"]).first(),
        Identity.objects.filter(pk=ids["identity"], is_ours=False).first(),
    )


def _initial(request: HttpRequest, person: Person | None, identity: Identity | None) -> dict[str, Any]:
    channel = request.GET.get("channel", "")
    initial: dict[str, Any] = {
        "received_on": localdate().isoformat(),
        "channel": "inbox" if request.GET.get("reference") else channel if channel in WAYS else "email",
        "language": get_language() or "en",
        "purposes": [],
    }
    if identity is not None:
        initial["requester_name"] = identity.display_name or identity.handle
        if identity.channel == "email":
            initial |= {"requester_email": identity.handle, "is_email_verified": True}
    if person is not None:
        address = (
            ContactPoint.objects.filter(person=person, kind="email").values_list("value", flat=True).first()
        )
        initial["requester_name"] = str(person)
        initial.setdefault("requester_email", address or "")
        if person.language in ("fr", "en"):
            initial["language"] = person.language
        if not identity_ids_of(person.pk) and not address:
            initial["channel"] = "letter"
    return initial


def _own_path(path: str) -> str:
    """A path of this installation, or nothing."""
    is_ours = path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return path[:300] if is_ours else ""
