"""What the officer does about one request. One address; `act` in the form says which."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from parvis.accounts.models import User
from parvis.accounts.permissions import account_of
from parvis.foundation.clock import utc_now
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import actor_of, screen
from parvis.people.actions.erasures import start_erasure, tell_recipient
from parvis.people.actions.heard_hashes import named_by_themselves
from parvis.people.actions.restriction import object_for, restrict_persons
from parvis.people.actions.rights import (
    add_handle,
    add_subject,
    ask_identity,
    assign_request,
    decide_request,
    extend_request,
    note_step,
    refuse_request,
    remove_subject,
    settle_identity,
    withdraw_request,
)
from parvis.people.actions.rights_archive import content_of, make_link, order_archive
from parvis.people.actions.rights_mail import send_answer
from parvis.people.logic.rights import RightsRefused
from parvis.people.models import Erasure, Identity, Person, RightsArchive, RightsRequest
from parvis.people.permissions import request_for
from parvis.people.reads.erasures import preview_erasure
from parvis.people.reads.rights import subject_ids, subjects_of
from parvis.people.reads.rights_drafts import extension_draft
from parvis.people.web.rights_forms import DecisionForm, IdentityForm
from parvis.people.web.rights_words import OBJECTIONS, refusal_words
from parvis.people.web.views.rights import request_context


@screen(permission="privacy.manage", purpose="legal_duty", methods=("POST",))
def rights_act(request: HttpRequest, request_id: int) -> HttpResponse:
    found = request_for(account_of(request), request_id)
    act = ACTS.get(request.POST.get("act", ""))
    if act is None:
        raise Http404
    try:
        answer = act(request, found)
    except RightsRefused as refused:
        say(request, refusal_words(refused.code), tone="danger")
        answer = None
    return answer or redirect("rights-request", found.pk)


@screen(permission="privacy.manage", purpose="legal_duty", methods=("GET", "HEAD", "POST"))
def rights_erase(request: HttpRequest, request_id: int) -> HttpResponse:
    """What goes and what stays, counted; the word to be typed; then the erasure itself."""
    found = request_for(account_of(request), request_id)
    if found.right != RightsRequest.ERASURE or found.state not in RightsRequest.OPEN:
        raise Http404
    persons, identities = subject_ids(found)
    word = _("ERASE %(number)s") % {"number": found.pk}
    wrong = False
    if request.method == "POST" and (persons or identities):
        wrong = " ".join(request.POST.get("typed", "").split()).casefold() != word.casefold()
        if not wrong and not _runs(found):
            start_erasure(
                person_ids=persons,
                identity_ids=identities,
                request=found,
                bars_collection=bool(request.POST.get("bars_collection")),
                by=actor_of(request),
                now=utc_now(),
            )
            note_step(found, "erasure_started", by=actor_of(request), now=utc_now())
            say(request, _("The erasure has begun. This page says when it is done."))
            return redirect("rights-request", found.pk)
        if not wrong:
            return redirect("rights-request", found.pk)
    return render(
        request,
        "people/rights/erase.html",
        {
            "found": found,
            "preview": preview_erasure(persons, identities),
            "subjects": subjects_of(found),
            "has_subjects": bool(persons or identities),
            "word": word,
            "wrong": refusal_words("confirmation-wrong") if wrong else "",
        },
        status=400 if wrong else 200,
    )


@screen(permission="privacy.manage", purpose="legal_duty")
def rights_copy_file(request: HttpRequest, request_id: int) -> HttpResponseBase:
    """The newest copy for the officer, who hands it over otherwise than by a link."""
    found = request_for(account_of(request), request_id)
    archive = (
        found.archives.filter(state__in=[RightsArchive.READY, RightsArchive.FETCHED]).order_by("-id").first()
    )
    if archive is None:
        raise Http404
    note_step(found, "copy_taken", by=actor_of(request), now=utc_now())
    page = StreamingHttpResponse(content_of(archive), content_type="application/zip")
    page["Content-Disposition"] = f'attachment; filename="{archive.file_name}"'
    page["Cache-Control"] = "private, no-store"
    return page


def _runs(found: RightsRequest) -> bool:
    return Erasure.objects.filter(request=found, state=Erasure.RUNNING).exists()


def _assign(request: HttpRequest, found: RightsRequest) -> None:
    to = request.POST.get("to", "")
    user = (
        User.objects.filter(pk=int(to), is_active=True).first() if to.isdecimal() and len(to) < 19 else None
    )
    assign_request(found, to=user, by=actor_of(request), now=utc_now())


def _add(request: HttpRequest, found: RightsRequest) -> None:
    """A record by its number, as the address of its page says it, or a handle: by its number, or as they name it
    themselves ("mastodon: @lea@example.social"), which finds it also where its name has gone."""
    typed = request.POST.get("number", "").strip().lstrip("#")
    number = int(typed) if typed.isdecimal() and len(typed) < 19 else 0
    if request.POST.get("kind") == "handle":
        channel, separator, handle = typed.partition(":")
        named = named_by_themselves(channel, handle) if separator else get_object_or_404(Identity, pk=number)
        if named is None:
            say(request, _("No handle is known by this."), tone="danger")
            return
        add_handle(found, named, by=actor_of(request), now=utc_now())
        return
    person = (
        Person.objects.filter(customer_number=request.POST.get("number", "").strip()).first()
        or Person.objects.filter(pk=number).first()
    )
    if person is None:
        say(request, _("No record has this number."), tone="danger")
        return
    add_subject(found, person, by=actor_of(request), now=utc_now())


def _remove(request: HttpRequest, found: RightsRequest) -> None:
    typed = request.POST.get("person", "")
    person = get_object_or_404(Person, pk=int(typed) if typed.isdecimal() and len(typed) < 19 else 0)
    remove_subject(found, person, by=actor_of(request), now=utc_now())


def _ask(request: HttpRequest, found: RightsRequest) -> HttpResponse | None:
    form = IdentityForm(request.POST, auto_id="identity_%s")
    if not form.is_valid():
        page = request_context(request, found, identity_form=form)
        return render(request, "people/rights/request.html", page, status=400)
    ask_identity(found, **form.cleaned_data, by=actor_of(request), now=utc_now())
    return None


def _settle(request: HttpRequest, found: RightsRequest) -> None:
    settle_identity(
        found, is_confirmed=request.POST.get("confirmed") == "1", by=actor_of(request), now=utc_now()
    )


def _extend(request: HttpRequest, found: RightsRequest) -> None:
    reason = request.POST.get("reason", "")[:2_000]
    extend_request(found, reason=reason, by=actor_of(request), now=utc_now())
    try:
        send_answer(found, extension_draft(found, reason=reason.strip()))
    except RightsRefused as refused:
        # The extension counts only with its notice: whoever extends is told to bring it another way.
        say(
            request,
            refusal_words(refused.code)
            + " "
            + _("Tell the person of the extension yourself, within the month."),
            tone="danger",
        )
    else:
        say(request, _("Two months more. The person was told by e-mail."))


def _order(request: HttpRequest, found: RightsRequest) -> None:
    order_archive(
        found, is_portable=found.right == RightsRequest.PORTABILITY, by=actor_of(request), now=utc_now()
    )
    say(request, _("The copy is being built. Load this page again in a moment."))


def _link(request: HttpRequest, found: RightsRequest) -> None:
    archive = found.archives.order_by("-id").first()
    if archive is None:
        raise RightsRefused("copy-not-ready")
    token = make_link(archive, by=actor_of(request), now=utc_now())
    path = reverse("privacy-copy", args=(token,))
    link = f"{settings.ORIGIN}{path}" if settings.ORIGIN else request.build_absolute_uri(path)
    request.session[f"copy-link-{found.pk}"] = link
    say(request, _("The link stands in the answer below. It opens once, within seven days."))


def _restrict(request: HttpRequest, found: RightsRequest) -> None:
    persons, _identities = subject_ids(found)
    lifts = request.POST.get("lift") == "1"
    if restrict_persons(persons, is_restricted=not lifts, by=actor_of(request), now=utc_now()):
        note_step(found, "released" if lifts else "restricted", by=actor_of(request), now=utc_now())


def _object(request: HttpRequest, found: RightsRequest) -> None:
    persons, identities = subject_ids(found)
    if not persons and not identities:
        raise RightsRefused("nobody-found")
    object_for(
        persons, identities, purposes=found.purposes or list(OBJECTIONS), by=actor_of(request), now=utc_now()
    )
    note_step(found, "objected", by=actor_of(request), now=utc_now())
    say(request, _("Carried out: from now on none of this is allowed."))


def _told(request: HttpRequest, found: RightsRequest) -> None:
    for erasure in Erasure.objects.filter(request=found):
        tell_recipient(erasure, key=request.POST.get("key", ""), by=actor_of(request), now=utc_now())


def _decide(request: HttpRequest, found: RightsRequest) -> HttpResponse | None:
    form = DecisionForm(request.POST)
    problem = ""
    if form.is_valid():
        said = form.cleaned_data
        try:
            with transaction.atomic():
                _decided(request, found, said)
            return None
        except RightsRefused as refused:
            problem = refusal_words(refused.code)
            found.refresh_from_db()  # what was decided a moment ago is taken back
    if problem:
        form.add_error(None, problem)
    page = request_context(request, found, decision_form=form)
    return render(request, "people/rights/request.html", page, status=400)


def _decided(request: HttpRequest, found: RightsRequest, said: dict[str, str]) -> None:
    by, now = actor_of(request), utc_now()
    if said["outcome"] == "withdrawn":
        withdraw_request(found, note=said["reasons"], by=by, now=now)
        return
    words = {"reasons": said["reasons"], "answer": said["answer"], "answered_how": said["answered_how"]}
    if said["outcome"] == "refused":
        refuse_request(found, ground=said["ground"], **words, by=by, now=now)
    else:
        decide_request(found, **words, by=by, now=now)
    if said["answered_how"] == "mail":
        # Inside the view's transaction: a mail that does not leave takes the decision back.
        send_answer(found, said["answer"])
    request.session.pop(f"copy-link-{found.pk}", None)
    say(request, _("Closed. The answer is on the file."))


ACTS: dict[str, Callable[[HttpRequest, RightsRequest], HttpResponse | None]] = {
    "assign": _assign,
    "add": _add,
    "remove": _remove,
    "ask": _ask,
    "settle": _settle,
    "extend": _extend,
    "order": _order,
    "link": _link,
    "restrict": _restrict,
    "object": _object,
    "told": _told,
    "decide": _decide,
}
