"""What a person bought, and files of purchases: handed in, their columns named, read by a job."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from parvis.accounts.permissions import account_of
from parvis.foundation.clock import utc_now
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import actor_of, screen
from parvis.people.actions.purchase_import import MOST_BYTES, hand_in_purchases, start_purchase_import
from parvis.people.actions.purchases import remove_purchase
from parvis.people.logic.purchase_rows import NAMES, NEEDED
from parvis.people.logic.refusals import NotKept
from parvis.people.models import Purchase, PurchaseImport
from parvis.people.permissions import can_edit_people, person_for
from parvis.people.reads.canonical import record_ids
from parvis.people.reads.purchase_files import preview_of
from parvis.people.reads.purchases import bought_in_all, purchases_page
from parvis.people.web.record_sentences import COLUMN_WORDS, not_kept, sentence
from parvis.people.web.screens import person_screen

SHOWN_PROBLEMS = 100


@person_screen()
def person_purchases(request: HttpRequest, person_id: int) -> HttpResponse:
    user = account_of(request)
    found = person_for(user, person_id)
    ids = record_ids(found.pk)
    return render(
        request,
        "people/purchases/person.html",
        {
            "person": found,
            "page": purchases_page(ids, before=request.GET.get("after", "")[:60]),
            "bought": bought_in_all(ids),
            "is_continued": "after" in request.GET,
            "can_edit": can_edit_people(user),
        },
    )


@person_screen(permission="people.edit", methods=("POST",))
def purchase_remove(request: HttpRequest, person_id: int, purchase_id: int) -> HttpResponse:
    found = person_for(account_of(request), person_id)
    purchase = Purchase.objects.filter(pk=purchase_id, person_id__in=record_ids(found.pk)).first()
    if purchase is None:
        raise Http404
    remove_purchase(purchase, by=actor_of(request), now=utc_now())
    say(request, _("Forgotten: this purchase counts nowhere any more."))
    return redirect("person-purchases", found.pk)


@screen(permission="people.manage", methods=("GET", "HEAD", "POST"))
def purchase_imports(request: HttpRequest) -> HttpResponse:
    """Files handed in so far; POST hands in another."""
    problem = ""
    if request.method == "POST":
        uploaded = request.FILES.get("file")
        try:
            if getattr(request, "is_upload_too_large", False):
                raise NotKept("file-too-large", most=MOST_BYTES >> 20)
            run = hand_in_purchases(
                name=(uploaded.name if uploaded else "") or "",
                content=uploaded.read(MOST_BYTES + 1) if uploaded else b"",
                by=actor_of(request),
                now=utc_now(),
            )
        except NotKept as error:
            problem = not_kept(error)
        else:
            return redirect("purchase-import", run.pk)
    return render(
        request,
        "people/purchases/imports.html",
        {
            "runs": PurchaseImport.objects.exclude(state=PurchaseImport.NEW).order_by("-pk")[:30],
            "problem": problem,
            "most": MOST_BYTES >> 20,
        },
        status=400 if problem else 200,
    )


@screen(permission="people.manage", methods=("GET", "HEAD", "POST"))
def purchase_import(request: HttpRequest, purchase_import_id: int) -> HttpResponse:
    """First: which column is what. Then: what became of the lines."""
    run = PurchaseImport.objects.filter(pk=purchase_import_id).first()
    if run is None:
        raise Http404
    if run.state != PurchaseImport.NEW:
        return render(
            request,
            "people/purchases/_progress.html"
            if request.headers.get("HX-Request")
            else "people/purchases/import.html",
            {"run": run, "problems": _problems(run), "is_over": run.state in ("done", "failed")},
        )
    problem = ""
    if request.method == "POST":
        mapping = {field: request.POST.get(field, "") for field in NAMES}
        try:
            start_purchase_import(
                run,
                mapping=mapping,
                currency=request.POST.get("default_currency", ""),
                by=actor_of(request),
                now=utc_now(),
            )
        except NotKept as error:
            problem = not_kept(error)
        else:
            return redirect("purchase-import", run.pk)
    preview = preview_of(run)
    if preview is None:
        raise Http404
    chosen = request.POST if request.method == "POST" else preview.mapping
    return render(
        request,
        "people/purchases/columns.html",
        {
            "run": run,
            "preview": preview,
            "problem": problem,
            "currency": request.POST.get("default_currency", "EUR"),
            "fields": [
                {"name": field, "word": COLUMN_WORDS[field], "column": chosen.get(field, ""),
                 "is_needed": field in NEEDED}
                for field in NAMES
            ],
        },
        status=400 if problem else 200,
    )  # fmt: skip


def _problems(run: PurchaseImport) -> list[dict[str, Any]]:
    shown = []
    for line, code in run.problems[:SHOWN_PROBLEMS]:
        about, _colon, plain = code.rpartition(":")
        shown.append({"line": line, "column": COLUMN_WORDS.get(about, ""), "why": sentence(plain, about)})
    return shown
